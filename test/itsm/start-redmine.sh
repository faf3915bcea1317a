#!/usr/bin/env bash
# Debian's Redmine 5 as the other side of a test: a copy of the application in a folder of its own, SQLite, puma, loopback.
#   start-redmine.sh start|stop|reset FOLDER [PORT]
# Nothing outside FOLDER is written. Root is needed for missing packages alone; the server runs as www-data then.
# What a test needs of it stands in FOLDER/server.env, one NAME=VALUE a line, once it answers.
set -euo pipefail

verb=${1:?start, stop or reset} home=$(realpath -m "${2:?a folder}") port=${3:-18095}
app=$home/app site=$home/app/instances/vigie pid=$home/puma.pid
wanted=(redmine redmine-sqlite puma curl)

# As whom everything below runs.
run() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid www-data --regid www-data --clear-groups env HOME="$home" "$@"; else env HOME="$home" "$@"; fi
}

is_up() { [ -s "$pid" ] && kill -0 "$(cat "$pid")" 2>/dev/null; }

stop() {
  is_up || return 0
  kill "$(cat "$pid")"
  for _ in $(seq 100); do is_up || break; sleep 0.1; done
  is_up && kill -9 "$(cat "$pid")"
  rm -f "$pid"
}

packages() {
  [ -d /usr/share/redmine/app ] && command -v puma >/dev/null && command -v curl >/dev/null && return
  if [ "$(id -u)" != 0 ]; then
    echo "Redmine is missing. As root: apt-get install --no-install-recommends ${wanted[*]}" >&2
    exit 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  debconf-set-selections <<<"redmine redmine/instances/default/dbconfig-install boolean false"
  # Debian's own instance may not come up here, which is of no use to us: what counts is that the files are there.
  apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "${wanted[@]}" >"$home/apt.log" 2>&1 || true
  [ -d /usr/share/redmine/app ] || { tail -20 "$home/apt.log" >&2; exit 1; }
}

# The application resolves its root from where it lies: a copy needs no link into /usr and no lock file of others.
unpack() {
  [ -f "$home/unpacked" ] && return
  mkdir -p "$app"
  tar -C /usr/share/redmine --exclude=./instances --exclude=./Gemfile.lock --exclude=./config/database.yml -cf - . | tar -C "$app" -xf -
  mkdir -p "$site"/{config,files,log,tmp/pdf,public/plugin_assets}
  sed -i "s#/usr/share/redmine/{config#$app/{config#" "$app/Gemfile"
  cp /usr/share/redmine/extra/configuration.yml "$site/config/" 2>/dev/null || true
  printf 'production:\n  adapter: sqlite3\n  database: %s\n  timeout: 30000\n' "$home/redmine.sqlite3" >"$site/config/database.yml"
  od -An -tx1 -N48 /dev/urandom | tr -d ' \n' >"$home/secret"
  [ "$(id -u)" != 0 ] || chown -R www-data "$home"
  touch "$home/unpacked"
}

environment() {
  export REDMINE_INSTANCE=vigie RAILS_ENV=production REDMINE_LANG=en SCHEMA=/dev/null SECRET_KEY_BASE
  export BUNDLE_GEMFILE=$app/Gemfile BUNDLE_WITHOUT=test BUNDLE_APP_CONFIG=$home/bundle BOOTSNAP_CACHE_DIR=$site/tmp
  SECRET_KEY_BASE=$(cat "$home/secret")
  cd "$app"
}

seed() {
  [ -f "$home/seeded" ] && return
  # Two processes: the second must see the tables that the first made.
  { run bundle exec rake db:migrate && run bundle exec rake redmine:load_default_data; } >"$home/seed.log" 2>&1 || { tail -20 "$home/seed.log" >&2; exit 1; }
  run bundle exec rails runner "$1" >"$home/accounts" 2>>"$home/seed.log" || { tail -20 "$home/seed.log" >&2; exit 1; }
  touch "$home/seeded"
}

start() {
  mkdir -p "$home"
  packages; unpack
  local here; here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
  # www-data may not be allowed to look into the folder of this script.
  install -m 644 "$here/seed-redmine.rb" "$home/seed.rb"
  environment; seed "$home/seed.rb"
  if ! is_up; then
    # One thread: whoever waits for SQLite holds the lock of the interpreter, so that whoever has the database never gives it back.
    run sh -c 'echo $$ >"$1"; exec puma -b "tcp://127.0.0.1:$2" -t 1:1 -e production --dir "$3"' sh "$pid" "$port" "$app" >>"$home/puma.log" 2>&1 </dev/null &
    disown
  fi
  for _ in $(seq 240); do
    curl -fs -m 20 -o /dev/null "http://127.0.0.1:$port/login" && { { echo "REDMINE_URL=http://127.0.0.1:$port"; cat "$home/accounts"; } >"$home/server.env"; cat "$home/server.env"; return; }
    sleep 0.5
  done
  tail -20 "$home/puma.log" >&2
  exit 1
}

case $verb in
  start) start ;;
  stop) stop ;;
  reset) stop; rm -rf "$home"; start ;;
  *) echo "start, stop or reset" >&2; exit 2 ;;
esac
