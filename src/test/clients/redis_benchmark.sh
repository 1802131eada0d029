# redis-benchmark. Usage: redis_benchmark.sh <port>
set -euo pipefail
source "$(dirname "$0")/checks.sh"
port=$1

# What it says besides its figures; nothing if all is well.
complaints() {
  redis-benchmark -p "$port" --csv "$@" 2>&1 | grep -v '^"' || true
}

kept() {
  redis-cli -p "$port" LLEN "topics:$1"
}

check "runs its own PING tests" "" "$(complaints -t ping -n 2000)"
check "produces" "" "$(complaints -n 2000 RPUSHX topics:redis-benchmark hello)"
check "all of it is kept" 2000 "$(kept redis-benchmark)"
check "produces pipelined" "" "$(complaints -n 19200 -P 64 RPUSHX topics:redis-benchmark-p64 hello)"
check "all of the pipelined is kept" 19200 "$(kept redis-benchmark-p64)"
check "produces over one connection with random keys" "" \
  "$(complaints -n 2000 -c 1 -r 100 RPUSHX topics:redis-benchmark-keys:__rand_int__ hello)"
check "all of the keyed is kept" 2000 "$(kept redis-benchmark-keys)"
check "produces in RESP3" "" "$(complaints -3 -n 2000 -P 16 RPUSHX topics:redis-benchmark-resp3 hello)"
check "all of RESP3 is kept" 2000 "$(kept redis-benchmark-resp3)"
check_like "reports an error" "*PROD First argument must be in the form of*" "$(complaints -c 1 -n 1 RPUSHX nowhere hello)"
echo end
