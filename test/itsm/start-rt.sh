#!/usr/bin/env bash
# Debian's Request Tracker 5 as the other side of a test: SQLite, Starlet, loopback.
#   start-rt.sh start|stop|reset FOLDER [PORT [HOOK SECRET]]
# Nothing outside FOLDER is written. Root is needed for missing packages alone; the server runs as www-data then.
# With HOOK, an address, RT calls it at each change, signed with SECRET; it is set when the data are first made.
# What a test needs of it stands in FOLDER/server.env, one NAME=VALUE a line, once it answers.
set -euo pipefail

verb=${1:?start, stop or reset} home=$(realpath -m "${2:?a folder}") port=${3:-18085} hook=${4:-} secret=${5:-}
program=/usr/share/request-tracker5/libexec/rt-server pid=$home/rt.pid
wanted=(request-tracker5 rt5-db-sqlite starlet curl)

run() {
  local as=(env HOME="$home" RT_SITE_CONFIG="$home/RT_SiteConfig.pm" RT_SITE_CONFIG_DIR="$home/conf.d")
  [ "$(id -u)" != 0 ] || as=(setpriv --reuid www-data --regid www-data --clear-groups "${as[@]}")
  "${as[@]}" "$@"
}

is_up() { [ -s "$pid" ] && kill -0 "$(cat "$pid")" 2>/dev/null; }

stop() {
  is_up || return 0
  # The workers are of the group that the server leads.
  kill -- "-$(cat "$pid")" 2>/dev/null || true
  for _ in $(seq 100); do is_up || break; sleep 0.1; done
  is_up && kill -9 -- "-$(cat "$pid")" || true
  rm -f "$pid"
}

packages() {
  [ -x "$program" ] && [ -d /usr/share/doc/rt5-db-sqlite ] && command -v curl >/dev/null && perl -MPlack::Handler::Starlet -e1 2>/dev/null && return
  if [ "$(id -u)" != 0 ]; then
    echo "Request Tracker is missing. As root: apt-get install --no-install-recommends ${wanted[*]}" >&2
    exit 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # No instance of Debian's own: ours lies in the folder.
  debconf-set-selections <<<"request-tracker5 request-tracker5/dbconfig-install boolean false"
  apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "${wanted[@]}" >"$home/apt.log" 2>&1 || { tail -20 "$home/apt.log" >&2; exit 1; }
}

configure() {
  mkdir -p "$home"/{conf.d,mason,sessions}
  # Mail goes nowhere, but is read to its end: RT writes an error into the ticket if nobody reads.
  printf '#!/bin/sh\nexec cat >/dev/null\n' >"$home/mail"
  chmod 755 "$home/mail"
  cat >"$home/RT_SiteConfig.pm" <<PERL
Set(\$rtname, 'itsm.test'); Set(\$Organization, 'itsm.test'); Set(\$Timezone, 'UTC');
Set(\$WebDomain, '127.0.0.1'); Set(\$WebPort, $port); Set(\$WebPath, ''); Set(\$WebBaseURL, 'http://127.0.0.1:$port'); Set(\$CanonicalizeRedirectURLs, 0);
Set(\$DatabaseType, 'SQLite'); Set(\$DatabaseName, '$home/rt.sqlite'); Set(\$DatabaseHost, ''); Set(\$DatabasePort, ''); Set(\$DatabaseUser, ''); Set(\$DatabasePassword, '');
Set(\$WebSessionClass, 'Apache::Session::File');
Set(\$MailCommand, 'sendmailpipe'); Set(\$SendmailPath, '$home/mail'); Set(\$CorrespondAddress, 'rt\@itsm.test'); Set(\$CommentAddress, 'rt-comment\@itsm.test');
Set(\$LogToSyslog, undef); Set(\$LogToSTDERR, 'error');
Set(%GnuPG, Enable => 0); Set(%SMIME, Enable => 0);
\$RT::VarPath = '$home'; \$RT::MasonDataDir = '$home/mason'; \$RT::MasonSessionDir = '$home/sessions';
1;
PERL
  [ "$(id -u)" != 0 ] || chown -R www-data "$home"
}

seed() {
  [ -f "$home/seeded" ] && return
  rm -f "$home/rt.sqlite"
  # Nobody signs in as root: a password that is not kept.
  od -An -tx1 -N16 /dev/urandom | tr -d ' \n' >"$home/root-password"
  [ "$(id -u)" != 0 ] || chown www-data "$home/root-password"
  run /usr/sbin/rt-setup-database-5 --action init --force --dba '' --dba-password '' --root-password-file "$home/root-password" >"$home/seed.log" 2>&1 || { tail -20 "$home/seed.log" >&2; exit 1; }
  rm "$home/root-password"
  run env SEED_HOOK="$hook" SEED_HOOK_SECRET="$secret" perl "$home/seed.pl" >"$home/accounts" 2>>"$home/seed.log" || { tail -20 "$home/seed.log" >&2; exit 1; }
  touch "$home/seeded"
}

answers() { curl -fs -m 20 -o /dev/null -H "Authorization: token $(sed -n 's/^RT_TOKEN_ALICE=//p' "$home/accounts")" "http://127.0.0.1:$port/REST/2.0/rt"; }

start() {
  mkdir -p "$home"
  packages
  # www-data may not be allowed to look into the folder of this script.
  install -m 644 "$(dirname "${BASH_SOURCE[0]}")/seed-rt.pl" "$home/seed.pl"
  configure; seed
  if ! is_up; then
    # A group of its own, so that it ends with all its workers.
    run setsid sh -c 'echo $$ >"$1"; exec "$2" --server Starlet --host 127.0.0.1 --port "$3" --max-workers 4' sh "$pid" "$program" "$port" >>"$home/rt.log" 2>&1 </dev/null &
    disown
  fi
  for _ in $(seq 240); do
    answers && { { echo "RT_URL=http://127.0.0.1:$port"; cat "$home/accounts"; } >"$home/server.env"; cat "$home/server.env"; return; }
    sleep 0.5
  done
  tail -20 "$home/rt.log" >&2
  exit 1
}

case $verb in
  start) start ;;
  stop) stop ;;
  reset) stop; rm -rf "$home"; start ;;
  *) echo "start, stop or reset" >&2; exit 2 ;;
esac
