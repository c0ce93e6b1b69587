#!/bin/bash
# The first process of a sandbox: a network, mount and process namespace of its own that has no way out. When it ends,
# however it ends, the kernel ends everything in here and takes back the network and the mounts.
#
#   enter.sh COMMAND...
set -eu

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
  for directory in /run /var/lib/kubelet /var/lib/cni /var/log/pods /var/log/containers; do
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
