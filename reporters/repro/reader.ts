/**
 * The part of a script that reads answers: JSON by awk, so that nothing but a POSIX shell is needed. An answer is
 * kept as lines of pointer, tab and value; the functions succeed where a fact holds.
 */

export const READER = String.raw`
# Each value of a JSON text as POINTER, tab, VALUE: the same value always in the same letters.
flatten() {
  LC_ALL=C awk '
    { s = s $0 "\n" }
    END { n = length(s); p = 1; skip(); if (p > n) exit 1; value(""); skip(); exit (bad || p <= n) }
    function skip() { while (p <= n && index(" \t\r\n", substr(s, p, 1))) p++ }
    function value(at, c, t, k, i, lines) {
      if (bad || ++deep > 200) { bad = 1; return "" }
      skip(); c = substr(s, p, 1)
      if (c == "{" || c == "[") {
        p++; t = c; i = 0; skip()
        if (substr(s, p, 1) == (c == "{" ? "}" : "]")) t = t substr(s, p++, 1)
        else for (;;) {
          skip()
          if (i) t = t ","
          if (c == "{") { k = text(); skip(); if (bad || substr(s, p++, 1) != ":") { bad = 1; return "" }; t = t k ":" }
          t = t value(at "/" (c == "{" ? key(k) : i)); i++
          skip(); k = substr(s, p++, 1)
          if (bad || (k != "," && k != (c == "{" ? "}" : "]"))) { bad = 1; return "" }
          if (k != ",") { t = t k; break }
        }
      } else if (c == "\"") t = text()
      else if (match(substr(s, p, 60), /^(-?[0-9][-+.eE0-9]*|true|false|null)/)) { t = substr(s, p, RLENGTH); p += RLENGTH }
      else { bad = 1; return "" }
      deep--
      print at "\t" t
      return t
    }
    function text(t, c, u, low) {
      if (substr(s, p++, 1) != "\"") { bad = 1; return "" }
      for (t = "\""; p <= n; ) {
        c = substr(s, p++, 1)
        if (c == "\"") return t "\""
        if (c == "\\") {
          c = substr(s, p++, 1)
          if (c == "u") {
            u = hex(substr(s, p, 4)); p += 4
            if (u >= 55296 && u < 56320 && substr(s, p, 2) == "\\u") {
              low = hex(substr(s, p + 2, 4))
              if (low >= 56320 && low < 57344) { p += 6; u = 65536 + (u - 55296) * 1024 + low - 56320 }
            }
            c = letter(u)
          } else if (c != "/") c = "\\" c
        }
        t = t c
      }
      bad = 1; return ""
    }
    function hex(h, i, u) { h = tolower(h); for (i = 1; i <= 4; i++) u = u * 16 + index("0123456789abcdef", substr(h, i, 1)) - 1; return u }
    function letter(u) {
      if (u == 34 || u == 92) return sprintf("\\%c", u)
      if (u == 8) return "\\b"; if (u == 9) return "\\t"; if (u == 10) return "\\n"; if (u == 12) return "\\f"; if (u == 13) return "\\r"
      if (u < 32 || (u >= 55296 && u < 57344)) return sprintf("\\u%04x", u)
      if (u < 128) return sprintf("%c", u)
      if (u < 2048) return sprintf("%c%c", 192 + int(u / 64), 128 + u % 64)
      if (u < 65536) return sprintf("%c%c%c", 224 + int(u / 4096), 128 + int(u / 64) % 64, 128 + u % 64)
      return sprintf("%c%c%c%c", 240 + int(u / 262144), 128 + int(u / 4096) % 64, 128 + int(u / 64) % 64, 128 + u % 64)
    }
    function key(k) { k = substr(k, 2, length(k) - 2); gsub(/~/, "~0", k); gsub(/\//, "~1", k); return k }
  '
}
# look NUMBER POINTER ELEMENT-POINTER ELEMENT-VALUE: what stands there, a line each; "missing" where nothing does.
look() {
  P=$2 W=$3 V=$4 LC_ALL=C awk '
    { tab = index($0, "\t"); v[substr($0, 1, tab - 1)] = substr($0, tab + 1) }
    END {
      P = ENVIRON["P"]; W = ENVIRON["W"]; star = index(P, "/*")
      if (!star) { print (P in v) ? v[P] : "missing"; exit }
      list = substr(P, 1, star - 1)
      for (i = 0; (list "/" i) in v; i++) {
        q = list "/" i substr(W, star + 2)
        if (W != "" && (!(q in v) || v[q] != ENVIRON["V"])) continue
        q = list "/" i substr(P, star + 2); print (q in v) ? v[q] : "missing"
      }
    }' "$work/$1.flat"
}
came() { [ "$(cat "$work/$1.status")" = "$2" ]; }
unreadable() { [ -f "$work/$1.unreadable" ]; }
header() {
  tr -d '\r' <"$work/$1.head" | N=$2 V=$3 awk 'BEGIN { n = tolower(ENVIRON["N"]) ":" }
    tolower(substr($0, 1, length(n))) == n { v = substr($0, length(n) + 1); sub(/^[ \t]+/, "", v); sub(/[ \t]+$/, "", v) }
    END { exit v != ENVIRON["V"] }'
}
shows() { look "$1" "$2" "$3" "$4" | grep -qxF -e "$5"; }
lacks() { look "$1" "$2" "$3" "$4" | grep -q . && ! shows "$@"; }
counts() { [ "$(look "$1" "$2" "$3" "$4" | grep -cxF -e "$5")" -eq "$6" ]; }
looks() {
  look "$1" "$2" "$3" "$4" | LC_ALL=C awk '{
    o = ""
    while (match($0, /[A-Za-z0-9]+/)) {
      t = substr($0, RSTART, RLENGTH); o = o substr($0, 1, RSTART - 1); $0 = substr($0, RSTART + RLENGTH)
      if (length(t) > 5 && t ~ /[0-9]/) { gsub(/./, "#", t); t = t "#" } else gsub(/[0-9]+/, "9", t)
      o = o t
    }
    print o $0 }' | grep -qxF -e "$5"
}
# compares PLACE OPERATOR PLACE: texts by their letters, so that times of one form stand in their order.
compares() {
  A=$(look "$1" "$2" "$3" "$4" | head -n 1) B=$(look "$6" "$7" "$8" "$9" | head -n 1) O=$5 LC_ALL=C awk 'BEGIN {
    a = ENVIRON["A"] ""; b = ENVIRON["B"] ""; o = ENVIRON["O"]
    exit !(o == "=" ? a == b : o == "!=" ? a != b : o == "<" ? a < b : a > b) }'
}
# outside NUMBER FORM...: the answer is none of these.
outside() {
  number=$1
  shift
  for form; do
    F=$form S=$(cat "$work/$number.status") LC_ALL=C awk '
      { tab = index($0, "\t"); v[substr($0, 1, tab - 1)] = substr($0, tab + 1) }
      END {
        lines = split(ENVIRON["F"], line, "\n")
        if (index(" " line[1] " ", " " ENVIRON["S"] " ") == 0) exit 1
        for (l = 2; l <= lines; l++) {
          split(line[l], part, "\t"); star = index(part[1], "/*")
          if (!star) { if (!meets(part[1], line[l])) exit 1; continue }
          list = substr(part[1], 1, star - 1)
          if (list in seen) continue
          seen[list] = 1; found = 0
          for (i = 0; (list "/" i) in v && !found; i++) {
            found = 1
            for (m = 2; m <= lines; m++) {
              split(line[m], part, "\t")
              if (index(part[1], list "/*") == 1 && !meets(list "/" i substr(part[1], length(list) + 3), line[m])) found = 0
            }
          }
          if (!found) exit 1
        }
        exit 0
      }
      function meets(q, entry, e, k, j, t) {
        k = split(entry, e, "\t")
        if (e[2] == "present") return q in v
        if (e[2] == "absent") return !(q in v)
        if (!(q in v)) return 0
        t = v[q]
        if (e[2] == "any") { for (j = 3; j <= k; j++) if (t == e[j]) return 1; return 0 }
        t = substr(t, 2, length(t) - 2)
        return e[2] == "LIKE" ? tolower(t) ~ tolower(e[3]) : t ~ e[3]
      }' "$work/$number.flat" && return 1
  done
  return 0
}
`
  .trim()
  .split('\n');
