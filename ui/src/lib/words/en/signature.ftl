# Signatures, sealed or not
your-signature = Your signature
is-sealed = Sealed with a passphrase.
is-sealed-why = Your key opens with it alone, and whoever verifies a bundle is told so. An admin can make you another key; bundles then say who made it.
renewed-by = { $name } made this key, or one before it, in place of yours{ $sealed ->
    [yes] .
   *[no] , without a passphrase of their own.
} Bundles say so of what you approve.
is-not-sealed = Not sealed.
is-not-sealed-why = Whoever can open this library could sign in your name. To whoever verifies a bundle, it is a name, not a proof.
key-made = Key made { $when }
approvals-sealed = { $n } of { $all } approvals are sealed{ $rest ->
    [0] .
   *[other] ; the others are a name, not a proof.
}
approval-renewed = The key of { $person } was made anew by { $name }{ $sealed ->
    [yes] .
   *[no] , whose own has no passphrase.
}
sealed-count = { $n } of { $all } here have sealed theirs
seal-offer = Seal your signature with a passphrase?
seal-offer-why = So far anyone with this library could approve in your name.
seal-do = Seal…
seal-title = Seal your signature with a passphrase
seal-why = You get a new key, which opens with the passphrase alone. What you signed before stays valid. It is asked for once, and forgotten when you lock the desk or leave it alone. Nobody can recover it: whoever has lost theirs gets a new key from an admin.
seal-verb = Seal it
not-now = Not now
passphrase = Passphrase
passphrase-before = Current passphrase
passphrase-new = New passphrase
passphrase-again = Once more
passphrase-short = Too short: at least 8 characters.
passphrase-differ = The two are not the same yet.
passphrase-how = At least 8 characters. Four words that nobody would put together do well.
passphrase-change = Change the passphrase…
passphrase-change-title = Another passphrase for your signature
passphrase-change-why = You get a new key, which opens with the new one alone. What you signed before stays valid. An earlier copy of this library still has the old key, which opens with the old passphrase.
passphrase-change-verb = Change it
passphrase-lost = Whoever has lost their passphrase gets a new key from an admin.
unseal = Take the passphrase off…
unseal-title = Take the passphrase off your signature
unseal-why = You get a new key, which anyone with this library can sign with. What you signed before stays as it is. This can’t be undone.
unseal-verb = Take it off
new-key = A new key for…
new-key-title = A new key for { $name }
new-key-why = For someone who has lost their passphrase. The old key is deleted; what it signed stays valid. The new one has no passphrase until its owner seals it. Bundles will say that you made it. This can’t be undone.
new-key-verb = Make a new key
key-renewed = An admin made a new key for you, without a passphrase. Seal it in Library › People.
sign-title = Your passphrase, to sign
sign-verb = Sign
sit-title = The passphrase of { $name }
sit-verb = Sit down
setting-forget_after = Forget an opened signature after
setting-forget_after-why = Minutes without a hand on the desk; then the passphrase is asked for again.

# The lock
lock = Lock the desk
locked = The desk is locked
unlock = Unlock
someone-else = Someone else
switch-person = Let someone else sit down
who-sits = Who sits down?
with-passphrase = with a passphrase
newsroom-keys = The newsroom’s keys
newsroom-keys-why = They sign bundles. A new key is named by the one before it, so that whoever knows that one can follow.
key-of-newsroom = The newsroom, { $key }
key-signs = Signs bundles
key-signed = Signed bundles before
key-was-revoked = Revoked on { $when }: { $reason }
rotate = A new key for the newsroom…
rotate-title = A new key for the newsroom
rotate-why = The present key names the new one and is then deleted; what it signed stays valid. Give the new public key to whoever verifies bundles. This can’t be undone.
rotate-verb = Make a new key
revoke = Revoke a key…
revoke-title = Revoke the key: { $name }
revoke-why = For a key that someone else may have. What it signs from now on counts no more; what it signed before is named in bundles and in verification. Another key takes its place. This can’t be undone.
revoke-reason = Why (everyone who has a bundle can read it)
revoke-verb = Revoke the key
