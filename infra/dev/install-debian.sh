#!/bin/sh
# Installs what a bare Debian machine with Node and Java lacks for the whole test suite: Maven (it
# fetches Kafka), Chromium (browser tests), ip (machines of their own) and a store of the Redis protocol. Run as root. What is
# there already is skipped, so running it again costs nothing.
set -eu

say() { printf 'install-debian: %s\n' "$*"; }
has() { command -v "$1" >/dev/null 2>&1; }

updated=no
update() {
  [ "$updated" = yes ] && return 0
  apt-get update -qq
  updated=yes
}
install() {
  update
  say "installing $*"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
available() { apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]'; }

# The mirror that this machine uses for its own Debian suite, from either format of apt's sources.
mirror_of() {
  for file in /etc/apt/sources.list.d/*.sources; do
    [ -f "$file" ] || continue
    awk -v suite="$1" '
      function emit() { if (found && uri != "") { print uri; exit } found = 0; uri = "" }
      /^[[:space:]]*$/ { emit() }
      tolower($1) == "uris:" { uri = $2 }
      tolower($1) == "suites:" { for (i = 2; i <= NF; i++) if ($i == suite) found = 1 }
      END { emit() }
    ' "$file"
  done | head -n 1
}
mirror_of_lines() {
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -f "$file" ] || continue
    sed -n 's/^deb[[:space:]]*\(\[[^]]*\]\)\{0,1\}[[:space:]]*\([^[:space:]]*\)[[:space:]][[:space:]]*'"$1"'[[:space:]].*/\2/p' "$file"
  done | head -n 1
}

# Adds <release>-backports once, from the mirror that is configured already.
enable_backports() {
  release=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  list=/etc/apt/sources.list.d/atlasnet-backports.list
  [ -n "$release" ] || return 1
  [ -f "$list" ] && return 0
  if grep -rqs -- "$release-backports" /etc/apt/sources.list /etc/apt/sources.list.d; then return 0; fi
  mirror=$(mirror_of "$release")
  [ -n "$mirror" ] || mirror=$(mirror_of_lines "$release")
  [ -n "$mirror" ] || return 1
  say "adding the suite $release-backports"
  printf 'deb %s %s-backports main\n' "$mirror" "$release" >"$list"
  if ! apt-get update -qq; then
    say "the mirror has no $release-backports"
    rm -f "$list"
    apt-get update -qq
    return 1
  fi
  updated=yes
}

[ "$(id -u)" = 0 ] || { say 'run as root'; exit 1; }
has apt-get || { say 'this is not a Debian machine'; exit 1; }

if ! has java; then install default-jre-headless; fi
if ! has mvn; then install maven; fi
if ! has chromium; then install chromium; fi
if ! has ip; then install iproute2; fi
if ! has valkey-server && ! has redis-server; then
  update
  available valkey-server || enable_backports || true
  if available valkey-server; then
    # The package would start a service; tests start and end a server of their own. Masked only
    # while it is installed.
    unit=/etc/systemd/system/valkey-server.service
    mkdir -p "${unit%/*}"
    masked=no
    [ -e "$unit" ] || [ -L "$unit" ] || { ln -s /dev/null "$unit" && masked=yes; }
    install valkey-server
    [ "$masked" = no ] || rm -f "$unit"
  else
    install redis-server
  fi
fi
for name in java mvn chromium valkey-server redis-server; do
  if has "$name"; then say "$name: $(command -v "$name")"; fi
done
