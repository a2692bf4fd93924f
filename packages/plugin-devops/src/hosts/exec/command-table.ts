// Programs by what they can do at worst. Versions are cut off before a name is looked up here: python3.11 is python.

/** They run something else: what the arguments are decides what happens. */
export const runners: ReadonlySet<string> = words(`
  sh ash bash dash zsh ksh mksh csh tcsh fish rbash rksh pwsh busybox toybox python pypy perl ruby irb node nodejs deno
  bun bunx ts-node tsx php lua luajit tclsh wish guile expect java jshell jrunscript erl elixir r rscript octave gnuplot m4
  awk gawk mawk nawk original-awk sed ssed env xargs parallel sem eval exec source . command builtin coproc nice ionice chrt
  taskset numactl cgexec nohup timeout setsid stdbuf unbuffer chronic time watch flock script scriptreplay strace ltrace
  gdb gcore perf bpftrace valgrind rlwrap catchsegv ld.so linux64 linux32 setarch prlimit choom chpst softlimit envdir
  at batch crontab run-parts start-stop-daemon daemonize supervise pm2 make gmake cmake ninja entr npm npx pnpm yarn corepack
  pip pipx uv uvx gem bundle rake cargo go gcc cc composer mvn gradle ansible ansible-playbook puppet salt-call terraform
  vi vim vimdiff view rvim rview nvim ex ed red emacs emacsclient nano pico joe mcedit mc less more most man info bat
  batcat pager sensible-pager sensible-editor editor run-mailcap see screen tmux byobu dtach abduco ssh scp sftp sshpass
  autossh ssh-agent ssh-keygen mosh telnet ftp lftp rsh pdsh dsh pssh proxychains torsocks nc ncat netcat socat nmap psql
  mysql mariadb sqlite sqlite3 mongo mongosh redis-cli rabbitmqctl sqlplus tar bsdtar zip cpio pax rsync git hg svn zgrep
  bzgrep xzgrep zless bzless xzless zmore ldd split tcpdump tshark dbus-run-session dbus-launch xvfb-run systemd-inhibit
  systemd-cat systemd-socket-activate logrotate
`);

/** They run as somebody else, outside of the account's limits, or change who may. */
export const elevators: ReadonlySet<string> = words(`
  sudo sudoedit su doas pkexec run0 please ksu runuser setpriv gosu su-exec setuidgid dzdo newgrp sg capsh runcon login
  sulogin chroot fakechroot nsenter unshare bwrap firejail systemd-run systemd-nspawn systemd-mount machinectl busctl
  dbus-send gdbus lxc lxc-attach incus virsh snap flatpak docker podman nerdctl ctr crictl runc buildah mount umount insmod
  modprobe rmmod kmod visudo setcap passwd chpasswd chgpasswd usermod useradd adduser newusers groupmod groupadd addgroup
  gpasswd chsh vipw vigr
`);

/** They delete, overwrite, stop or cut off. */
export const destroyers: ReadonlySet<string> = words(`
  rm rmdir unlink shred srm dd truncate wipefs blkdiscard mkfs mke2fs mkswap fsck e2fsck tune2fs debugfs fdisk sfdisk cfdisk
  gdisk sgdisk parted mdadm cryptsetup dmsetup lvremove lvreduce vgremove vgreduce pvremove btrfs zfs zpool hdparm nvme
  swapoff shutdown reboot halt poweroff init telinit kexec kill killall killall5 pkill skill xkill userdel deluser groupdel
  delgroup dropdb dropuser iptables ip6tables nft ufw firewall-cmd ipset ifdown
`);

/** Arguments that make a program of another class run something else. */
export const runningArguments: Readonly<Partial<Record<string, RegExp>>> = {
  find: /^-(?:exec|execdir|ok|okdir)$/,
  sort: /^--com/,
  ...each('ip tc', /^e(?:x|xe|xec)?$|^--?b(?:a|at|atc|atch)?$/),
  ...each('apt apt-get apt-cache aptitude', /^-[a-zA-Z]*[oc]|^--(?:op|con)/),
  dpkg: /^--(?:pre|post)-invoke/,
  rpm: /^-[a-zA-Z]*[ED]|^--(?:eval|define|pipe|macros|rcfile|load)/,
  wget: /^-[a-zA-Z]*e|^--(?:use-a|ex|con)/,
  kubectl: /^(?:exec|run|debug|attach|cp)$/,
};

/** Arguments that make a program of another class destroy something. */
export const destroyingArguments: Readonly<Partial<Record<string, RegExp>>> = {
  // A package with a dash behind its name is removed by an installation.
  ...each(
    'apt apt-get aptitude',
    /^(?:remove|purge|autoremove|autopurge|full-upgrade|dist-upgrade|--purge|--auto-?remove|[a-z0-9][a-z0-9+.:-]*-)$/,
  ),
  dpkg: /^(?:-r|-P|--remove|--purge)$/,
  rpm: /^-[a-zA-Z]*e|^--erase/,
  ...each('dnf yum', /^(?:remove|erase|rm|autoremove|swap|distro-sync)$/),
  apk: /^del$/,
  systemctl: /^(?:poweroff|reboot|halt|kexec|rescue|emergency|isolate|soft-reboot|switch-root|suspend|hibernate|kill|exit)$/,
  loginctl: /^(?:kill|terminate)-/,
  kubectl: /^(?:delete|drain)$/,
  find: /^-delete$/,
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

function each(names: string, pattern: RegExp): Readonly<Record<string, RegExp>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, pattern]));
}
