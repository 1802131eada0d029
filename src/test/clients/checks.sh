# Prints whether what a client showed is what was expected. To be sourced.

check() {
  local name=$1 expected=$2 seen=$3
  if [[ $seen == "$expected" ]]; then
    echo "ok   $name"
  else
    printf 'FAIL %s: expected %q, saw %q\n' "$name" "$expected" "$seen"
  fi
}

# With a pattern of bash.
check_like() {
  local name=$1 pattern=$2 seen=$3
  # shellcheck disable=SC2053
  if [[ $seen == $pattern ]]; then
    echo "ok   $name"
  else
    printf 'FAIL %s: expected %s, saw %q\n' "$name" "$pattern" "$seen"
  fi
}
