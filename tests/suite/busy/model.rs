//! What must be, after whatever ten people did: a small model of articles, notes, comments and undo, with the codes by which
//! it refuses. Written for itself; nothing of the program's own is in it.

use super::article::{Article, Mark, Note, Step, Text, Who, Word};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    pub state: &'static str,
    pub reason: Option<&'static str>,
    pub by: Option<Who>,
}

#[derive(Debug, Clone)]
pub struct Comment {
    pub stand: Stand,
    last: Mark,
    /// Who has it in front of them, and until when.
    claim: Option<(Who, i64)>,
}

/// What someone does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    Edit(usize, Text),
    Submit(usize),
    Recall(usize),
    Approve(usize),
    Confirm(usize),
    SendBack(usize),
    Withdraw(usize),
    Bin(usize, bool),
    Note(usize),
    Resolve(usize, usize),
    Decide(Vec<usize>, &'static str, Option<&'static str>),
    Claim(usize),
    Rename(u32),
    Release,
    Undo,
    UndoDecision,
}

/// How a step is taken back.
#[derive(Debug, Clone)]
enum Back {
    Edit(usize, (Text, &'static str), (Text, &'static str)),
    Status(usize, &'static str),
    Verdict(usize, &'static str),
    Bin(usize, bool),
    Note(usize, usize),
    Resolve(usize, usize),
    Decide(Vec<(usize, Stand, Stand)>),
    Name(u32, u32),
    Never,
}

#[derive(Debug, Clone)]
struct Done {
    step: Step,
    back: Back,
}

/// The newsroom as it must be.
pub struct Model {
    pub articles: Vec<Article>,
    pub comments: Vec<Comment>,
    pub name: u32,
    roles: Vec<&'static str>,
    named: Mark,
    steps: Step,
    /// What each did and has not taken back.
    pub done: Vec<Steps>,
}

/// One person's steps.
#[derive(Debug, Clone, Default)]
pub struct Steps(Vec<Done>);

impl Steps {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// How long a comment is someone's, in milliseconds.
const CLAIMED: i64 = 60_000;

/// `Ok` says whether anything was changed.
pub type Outcome = Result<bool, &'static str>;

impl Model {
    pub fn new(roles: Vec<&'static str>, articles: usize, comments: usize, maker: Who) -> Self {
        let article = |n: usize| Article::new(u32::try_from(n).unwrap(), maker);
        let comment = Comment {
            stand: Stand {
                state: "pending",
                reason: None,
                by: None,
            },
            last: Mark::default(),
            claim: None,
        };
        Self {
            articles: (0..articles).map(article).collect(),
            comments: vec![comment; comments],
            name: 0,
            done: vec![Steps::default(); roles.len()],
            roles,
            named: Mark::default(),
            steps: 0,
        }
    }

    fn may(&self, who: Who, roles: &str) -> Result<(), &'static str> {
        let holds = self.roles[who].chars().any(|role| roles.contains(role));
        holds.then_some(()).ok_or("wrong-role")
    }

    fn open(&self, at: usize) -> Result<(), &'static str> {
        match self.articles[at].binned {
            true => Err("in-the-bin"),
            false => Ok(()),
        }
    }

    fn stands_as(&self, at: usize, statuses: &[&str]) -> Result<(), &'static str> {
        match statuses.contains(&self.articles[at].status) {
            true => Ok(()),
            false => Err("not-now"),
        }
    }

    /// Writes a step down.
    fn did(&mut self, who: Who, on: Option<usize>, back: Back) {
        let step = self.steps;
        if let Some(at) = on {
            self.articles[at].last = Mark { step, back: None };
            self.articles[at].log.push((step, who, None));
        }
        self.done[who].0.push(Done { step, back });
    }

    /// Does it, or says by which code it is refused.
    pub fn act(&mut self, who: Who, act: &Act, now: i64) -> Outcome {
        self.steps += 1;
        match act {
            Act::Edit(at, text) => self.edit(who, *at, *text),
            Act::Submit(at) => self.submit(who, *at),
            Act::Recall(at) => {
                self.may(who, "wr")?;
                self.open(*at)?;
                self.stands_as(*at, &["in-review"])?;
                let was = self.articles[*at].status;
                self.articles[*at].status = "draft";
                self.did(who, Some(*at), Back::Status(*at, was));
                Ok(true)
            }
            Act::Approve(at) => self.approve(who, *at),
            Act::Confirm(at) => self.confirm(who, *at),
            Act::SendBack(at) => {
                self.open(*at)?;
                self.may(who, "r")?;
                self.stands_as(*at, &["in-review", "approved"])?;
                self.say(who, *at, (false, true), "changes-requested");
                Ok(true)
            }
            Act::Withdraw(at) => self.withdraw(who, *at),
            Act::Bin(at, into) => self.bin(who, *at, *into),
            Act::Note(at) => {
                self.may(who, "wr")?;
                self.open(*at)?;
                let (step, nth) = (self.steps, self.articles[*at].notes.len());
                self.articles[*at].notes.push(Note {
                    id: String::new(),
                    open: true,
                    gone: false,
                    last: Mark { step, back: None },
                });
                self.articles[*at].log.push((step, who, None));
                self.did(who, None, Back::Note(*at, nth));
                Ok(true)
            }
            Act::Resolve(at, nth) => self.resolve(who, *at, *nth),
            Act::Decide(which, state, reason) => self.decide(who, which, (*state, *reason), now),
            Act::Claim(nth) => self.claim(who, *nth, now),
            Act::Rename(name) => {
                self.may(who, "a")?;
                let was = std::mem::replace(&mut self.name, *name);
                let step = self.steps;
                self.named = Mark { step, back: None };
                self.did(who, None, Back::Name(was, *name));
                Ok(true)
            }
            Act::Release => self.release(who),
            Act::Undo => self.undo(who, false),
            Act::UndoDecision => {
                self.may(who, "m")?;
                self.undo(who, true)
            }
        }
    }

    fn edit(&mut self, who: Who, at: usize, text: Text) -> Outcome {
        self.may(who, "wr")?;
        self.open(at)?;
        let reviews = self.may(who, "r").is_ok();
        let article = &mut self.articles[at];
        if article.head == text {
            return Ok(false);
        }
        let before = (article.head, article.status);
        article.status = match article.stands(text) {
            Some(stands) => stands,
            None if reviews && article.status == "in-review" => "in-review",
            None => "draft",
        };
        article.head = text;
        article.had.retain(|had| *had != text);
        article.had.push(text);
        if article.had.len() > 6 {
            article.had.remove(0);
        }
        article.saved_now.insert(who);
        article.saved_ever.insert(who);
        let after = (text, article.status);
        self.did(who, Some(at), Back::Edit(at, before, after));
        Ok(true)
    }

    fn submit(&mut self, who: Who, at: usize) -> Outcome {
        self.may(who, "wr")?;
        self.open(at)?;
        let was = self.articles[at].status;
        match was {
            "published" => return Err("not-now"),
            "in-review" | "approved" => return Ok(false),
            _ => {}
        }
        self.articles[at].status = self.articles[at].reckoned("in-review");
        self.did(who, Some(at), Back::Status(at, was));
        Ok(true)
    }

    fn approve(&mut self, who: Who, at: usize) -> Outcome {
        self.open(at)?;
        self.may(who, "r")?;
        self.stands_as(at, &["in-review"])?;
        let article = &self.articles[at];
        if article.open_notes() > 0 {
            return Err("open-notes");
        }
        let said = article.said(article.head);
        if said.iter().any(|word| word.approves && word.who == who) {
            return Err("said-already");
        }
        self.say(who, at, (true, false), "in-review");
        Ok(true)
    }

    fn confirm(&mut self, who: Who, at: usize) -> Outcome {
        self.may(who, "wr")?;
        self.open(at)?;
        self.stands_as(at, &["in-review"])?;
        let article = &self.articles[at];
        let alone = article.alone(article.head).unwrap_or_default();
        if alone.is_empty() {
            return Err("nothing-to-confirm");
        }
        if alone.iter().all(|saver| *saver == who) {
            return Err("own-change");
        }
        if article.open_notes() > 0 {
            return Err("open-notes");
        }
        self.say(who, at, (false, false), "in-review");
        Ok(true)
    }

    fn say(&mut self, who: Who, at: usize, (approves, no): (bool, bool), status: &'static str) {
        let (step, article) = (self.steps, &mut self.articles[at]);
        let savers = match article.live {
            Some(_) => article.saved_now.clone(),
            None => article.saved_ever.clone(),
        };
        article.words.push(Word {
            step,
            who,
            approves,
            no,
            text: article.head,
            savers,
        });
        let was = article.status;
        article.status = article.reckoned(status);
        self.did(who, Some(at), Back::Verdict(at, was));
    }

    fn withdraw(&mut self, who: Who, at: usize) -> Outcome {
        self.may(who, "p")?;
        self.open(at)?;
        if self.articles[at].status == "withdrawn" {
            return Err("not-now");
        }
        if self.articles[at].live.is_none() {
            return Err("not-live");
        }
        self.articles[at].begins_again(None, "withdrawn");
        self.articles[at].withdrawn = true;
        self.did(who, Some(at), Back::Never);
        Ok(true)
    }

    fn bin(&mut self, who: Who, at: usize, into: bool) -> Outcome {
        self.may(who, "wr")?;
        let article = &mut self.articles[at];
        if article.live.is_some() {
            return Err("still-live");
        }
        if article.binned == into {
            return Ok(false);
        }
        article.binned = into;
        if !into {
            article.status = article.reckoned(article.status);
        }
        self.did(who, Some(at), Back::Bin(at, !into));
        Ok(true)
    }

    fn resolve(&mut self, who: Who, at: usize, nth: usize) -> Outcome {
        self.may(who, "wr")?;
        if self.articles[at].notes[nth].gone {
            return Err("no-such-note");
        }
        self.open(at)?;
        let (step, note) = (self.steps, &mut self.articles[at].notes[nth]);
        if !note.open {
            return Err("resolved-already");
        }
        note.open = false;
        note.last = Mark { step, back: None };
        self.articles[at].log.push((step, who, None));
        self.did(who, None, Back::Resolve(at, nth));
        Ok(true)
    }

    fn decide(
        &mut self,
        who: Who,
        which: &[usize],
        (state, reason): (&'static str, Option<&'static str>),
        now: i64,
    ) -> Outcome {
        self.may(who, "m")?;
        let (step, mut claimed, mut changed) = (self.steps, 0, vec![]);
        for nth in which {
            let comment = &mut self.comments[*nth];
            let stand = Stand {
                state,
                reason,
                by: Some(who),
            };
            if comment
                .claim
                .is_some_and(|(holder, until)| holder != who && until > now)
            {
                claimed += 1;
                continue;
            }
            let same = (comment.stand.state, comment.stand.reason) == (state, reason);
            if same && comment.stand.by.is_some() {
                continue;
            }
            let was = std::mem::replace(&mut comment.stand, stand.clone());
            comment.last = Mark { step, back: None };
            changed.push((*nth, was, stand));
        }
        if changed.is_empty() {
            return if claimed > 0 {
                Err("claimed")
            } else {
                Ok(false)
            };
        }
        self.did(who, None, Back::Decide(changed));
        Ok(true)
    }

    /// `Ok` says whether it is theirs.
    fn claim(&mut self, who: Who, nth: usize, now: i64) -> Outcome {
        self.may(who, "m")?;
        let theirs = |claim: Option<(Who, i64)>| {
            claim.is_none_or(|(holder, until)| holder == who || until <= now)
        };
        let mine = theirs(self.comments[nth].claim);
        // Whoever looks at another lets go of the one before.
        for comment in &mut self.comments {
            if comment.claim.is_some_and(|(holder, _)| holder == who) {
                comment.claim = None;
            }
        }
        if mine {
            self.comments[nth].claim = Some((who, now + CLAIMED));
        }
        Ok(mine)
    }

    fn release(&mut self, who: Who) -> Outcome {
        self.may(who, "p")?;
        let step = self.steps;
        // Where something was, a page says that it was withdrawn.
        let printed =
            |article: &Article| article.prints() || article.live.is_some() || article.withdrawn;
        if !self.articles.iter().any(printed) {
            return Err("nothing-to-print");
        }
        for article in self.articles.iter_mut().filter(|article| article.prints()) {
            article.begins_again(Some(article.head), "published");
            article.last = Mark { step, back: None };
        }
        self.did(who, None, Back::Never);
        Ok(true)
    }

    /// What someone did last, of any kind or among decisions, is taken back; unless something was built on it.
    fn undo(&mut self, who: Who, decisions: bool) -> Outcome {
        let mine = &self.done[who].0;
        let last = mine
            .iter()
            .rposition(|done| !decisions || matches!(done.back, Back::Decide(_)))
            .ok_or("nothing-to-undo")?;
        let done = mine[last].clone();
        self.may_go(&done)?;
        self.done[who].0.remove(last);
        self.go_back(who, done);
        Ok(true)
    }

    /// Whether nothing was built on a step.
    fn may_go(&self, done: &Done) -> Result<(), &'static str> {
        let untouched = |mark: Mark| mark.step == done.step;
        let still = match &done.back {
            Back::Never => return Err("not-undoable"),
            Back::Edit(at, _, after) => {
                let article = &self.articles[*at];
                untouched(article.last)
                    || article.last.back.is_some()
                        && (article.head, article.status, article.binned)
                            == (after.0, after.1, false)
                        && self.only_taken_back_since(*at, done.step)
            }
            // What others saw stands.
            Back::Status(at, _) | Back::Verdict(at, _) | Back::Bin(at, _) => {
                untouched(self.articles[*at].last)
            }
            Back::Note(at, nth) => {
                let note = &self.articles[*at].notes[*nth];
                untouched(note.last) || note.last.back.is_some() && note.open
            }
            Back::Resolve(at, nth) => {
                let note = &self.articles[*at].notes[*nth];
                untouched(note.last) || note.last.back.is_some() && !note.open
            }
            Back::Decide(changed) => changed.iter().all(|(nth, _, now)| {
                let comment = &self.comments[*nth];
                untouched(comment.last) || comment.last.back.is_some() && comment.stand == *now
            }),
            Back::Name(_, now) => {
                untouched(self.named) || self.named.back.is_some() && self.name == *now
            }
        };
        still.then_some(()).ok_or("built-on")
    }

    /// Whether since that step there is nothing on an article but what somebody did and took back.
    fn only_taken_back_since(&self, at: usize, step: Step) -> bool {
        let log = &self.articles[at].log;
        let since = || log.iter().filter(|(of, ..)| *of > step);
        since().all(|(of, _, back)| {
            let undone = || log.iter().any(|(.., back)| *back == Some(*of));
            back.is_some() || undone()
        })
    }

    fn go_back(&mut self, who: Who, done: Done) {
        let mark = Mark {
            step: self.steps,
            back: Some(done.step),
        };
        let on = match &done.back {
            Back::Edit(at, ..) | Back::Status(at, _) | Back::Verdict(at, _) | Back::Bin(at, _) => {
                self.articles[*at].last = mark;
                Some(*at)
            }
            Back::Note(at, _) | Back::Resolve(at, _) => Some(*at),
            _ => None,
        };
        if let Some(at) = on {
            self.articles[at].log.push((mark.step, who, mark.back));
        }
        match done.back {
            Back::Edit(at, (text, status), _) => {
                let article = &mut self.articles[at];
                article.head = text;
                article.saved_now.insert(who);
                article.saved_ever.insert(who);
                article.status = article.reckoned(status);
            }
            Back::Status(at, was) => {
                let article = &mut self.articles[at];
                article.status = article.reckoned(was);
            }
            Back::Verdict(at, was) => {
                let article = &mut self.articles[at];
                article.words.retain(|word| word.step != done.step);
                article.status = article.reckoned(was);
            }
            Back::Bin(at, into) => {
                let article = &mut self.articles[at];
                article.binned = into;
                if !into {
                    article.status = article.reckoned(article.status);
                }
            }
            Back::Note(at, nth) => {
                let note = &mut self.articles[at].notes[nth];
                (note.open, note.gone, note.last) = (false, true, mark);
            }
            Back::Resolve(at, nth) => {
                let note = &mut self.articles[at].notes[nth];
                (note.open, note.last) = (true, mark);
            }
            Back::Decide(changed) => {
                for (nth, was, _) in changed {
                    let comment = &mut self.comments[nth];
                    (comment.stand, comment.last) = (was, mark);
                }
            }
            Back::Name(was, _) => (self.name, self.named) = (was, mark),
            Back::Never => {}
        }
    }
}
