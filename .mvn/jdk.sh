# Finds an installed JDK of at least the given release; sourced by mvnw, vigy and .ci/run. POSIX sh.
#
# Looks at the file `release` that every JDK carries instead of starting each candidate: a start costs 40 ms, a look none.

# jdk_release HOME: prints the feature release (25) of the JDK there, nothing if there is no complete JDK.
jdk_release() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r jdk_line; do
    case $jdk_line in
    JAVA_VERSION=*)
      jdk_line=${jdk_line#*\"}
      printf '%s\n' "${jdk_line%%[!0-9]*}"
      return 0
      ;;
    esac
  done <"$1/release"
}

# find_jdk RELEASE: prints the home of a JDK of that release or newer; fails if there is none.
find_jdk() {
  # 1. What the user chose.
  for jdk_home in "${JAVA_HOME:-}" "${JDK_HOME:-}"; do
    jdk_found=$(jdk_release "$jdk_home")
    if [ "${jdk_found:-0}" -ge "$1" ]; then
      printf '%s\n' "$jdk_home"
      return 0
    fi
  done
  # 2. The `java` on the path, behind its links.
  jdk_java=$(command -v java 2>/dev/null || :)
  if [ -n "$jdk_java" ]; then
    jdk_java=$(readlink -f "$jdk_java" 2>/dev/null || printf '%s\n' "$jdk_java")
    jdk_home=${jdk_java%/bin/java}
    jdk_found=$(jdk_release "$jdk_home")
    if [ "${jdk_found:-0}" -ge "$1" ]; then
      printf '%s\n' "$jdk_home"
      return 0
    fi
  fi
  # 3. Where installers put them; the oldest that will do, so that a preview beside it is not taken.
  jdk_best= jdk_best_release=
  if [ -x /usr/libexec/java_home ]; then
    jdk_mac=$(/usr/libexec/java_home -v "$1+" 2>/dev/null || :)
  else
    jdk_mac=
  fi
  case $- in *f*) jdk_noglob=1; set +f ;; *) jdk_noglob= ;; esac
  for jdk_home in "$jdk_mac" /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* /usr/local/*jdk* /opt/homebrew/opt/openjdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* \
    "$HOME"/.jabba/jdk/* "${ASDF_DATA_DIR:-$HOME/.asdf}"/installs/java/* "$HOME"/.local/share/mise/installs/java/*; do
    jdk_found=$(jdk_release "$jdk_home")
    if [ "${jdk_found:-0}" -ge "$1" ] && [ "${jdk_found:-0}" -lt "${jdk_best_release:-1000}" ]; then
      jdk_best=$jdk_home jdk_best_release=$jdk_found
    fi
  done
  if [ -n "$jdk_noglob" ]; then set -f; fi
  if [ -n "$jdk_best" ]; then
    printf '%s\n' "$jdk_best"
    return 0
  fi
  return 1
}
