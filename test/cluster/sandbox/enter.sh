#!/bin/bash
# The first process of a sandbox: a network, mount and process namespace of its own that has no way out. When it ends,
# however it ends, the kernel ends everything in here and takes back the network and the mounts.
#
#   enter.sh COMMAND...
set -eu
shopt -s nullglob dotglob

# Puts a directory of the sandbox's own in the place of one of the machine, with the same in it: what is made there is
# not made on the machine.
stand_in() {
  local original=/run/original$1 entry
  [ ! -d "$original" ] || return 0
  mkdir -p "$original"
  mount --rbind "$1" "$original"
  mount -t tmpfs -o mode=0755 tmpfs "$1"
  for entry in "$original"/*; do
    if [ -L "$entry" ]; then
      cp -P "$entry" "$1"
    elif [ -d "$entry" ]; then
      mkdir "$1/${entry##*/}"
      mount --rbind "$entry" "$1/${entry##*/}"
    elif [ -e "$entry" ]; then
      touch "$1/${entry##*/}"
      mount --bind "$entry" "$1/${entry##*/}"
    fi
  done
}

# Loopback, and one address that a node can call its own. Both ends of the pair are in here: nothing can leave.
ip link set lo up
ip link add inside type veth peer name nowhere
ip address add 10.201.0.1/24 dev inside
ip link set inside up
ip link set nowhere up
ip route add default via 10.201.0.2 dev inside

if [ "${IMAGE_PULLER_SANDBOX:-}" = root ]; then
  # What programs of a node insist on having in one place, and would find there of others.
  mount --make-rprivate /
  mount -t tmpfs -o mode=0755 tmpfs /run
  for directory in /var/lib/kubelet /var/lib/cni /var/log/pods /var/log/containers; do
    [ -d "$directory" ] || stand_in "${directory%/*}"
    mkdir -p "$directory"
    mount -t tmpfs -o mode=0755 tmpfs "$directory"
  done
  # A kubelet sets what the kernel does out of memory and in a panic, for good: let it set files of our own.
  for setting in {vm/{overcommit_memory,panic_on_oom},kernel/{panic,panic_on_oops,keys/root_maxkeys,keys/root_maxbytes}}; do
    copy=/run/settings/$setting
    mkdir -p "$(dirname "$copy")"
    cat "/proc/sys/$setting" > "$copy"
    mount --bind "$copy" "/proc/sys/$setting"
  done
  # The kubelet wants mounts that it can hand on.
  mount --make-rshared /
fi

# Not exec: as process 1 this shell reaps what others leave behind.
status=0
"$@" || status=$?
exit "$status"
