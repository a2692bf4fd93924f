import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyCommand } from './classify-command.ts';

const classesOf = (...lines: readonly string[]) =>
  Object.fromEntries(lines.map((line) => [line, classifyCommand({ argv: line.split(' ') })]));
const all = (expected: string, ...lines: readonly string[]) =>
  expect(classesOf(...lines)).toEqual(Object.fromEntries(lines.map((line) => [line, expected])));

describe('the class of a command', () => {
  it('is inspect where a known program can only read', () => {
    all(
      'inspect',
      'uptime',
      'df -h',
      '/usr/bin/ls -la /srv/app',
      'tail -n 100 /var/log/syslog',
      'ss -tlnp',
      'ip -br addr',
      'ip route show',
    );
    all(
      'inspect',
      'systemctl status nginx',
      'systemctl --no-pager show -p MainPID nginx.service',
      'journalctl -u nginx -n 50 --no-pager',
    );
    all(
      'inspect',
      'date -u +%s',
      'hostname -f',
      'ping -c 3 db.internal',
      'dpkg -l',
      'dpkg -L nginx',
      'find /srv -name *.log',
      'cat /etc/os-release',
    );
  });

  it('is change where a program is not known, or the same program can do more', () => {
    all('change', 'nginx -t', './ls', '/tmp/bin/ls', 'mv a b', 'cp a b', 'touch x', 'sort -o out in', 'curl https://example.com');
    all(
      'change',
      'date -s 2020-01-01',
      'date --set=x',
      'date 010203',
      'hostname evil',
      'ss -K',
      'ss -tK',
      'ss --kill',
      'dmesg -C',
      'dmesg --clear',
    );
    all('change', 'journalctl --vacuum-size=1', 'journalctl --rotate', 'systemctl restart nginx', 'systemctl -H other status x');
    all('change', 'systemctl --host=other status x', 'ip link set eth0 down', 'ping -f db', 'find . -fprint x');
    all(
      'change',
      'LS',
      'uniq a b',
      'tee file',
      'chmod -R 777 /srv',
      'xxd a b',
      'apt-get install nginx',
      'file -C -m x',
      'dpkg -l --root=/x',
    );
  });

  it('is change where what only reads would show secrets or never end', () => {
    all(
      'change',
      'cat /etc/shadow',
      'cat /root/.ssh/id_ed25519',
      'head /proc/1/environ',
      'cat /srv/app/.env',
      'cat /srv/app/.env.production',
    );
    all(
      'change',
      'cat /etc/ssl/private/site.key',
      'grep -r token /run/secrets/app',
      'cat /dev/zero',
      'od /dev/sda',
      'cat /home/x/.aws/credentials',
    );
  });

  it('is destructive where it deletes, overwrites or stops', () => {
    all(
      'destructive',
      'rm -rf /',
      '/bin/rm x',
      'dd if=/dev/zero of=/dev/sda',
      'mkfs.ext4 /dev/sdb',
      'MKFS /dev/sdb',
      'shutdown -h now',
      'kill 1',
    );
    all(
      'destructive',
      'find / -delete',
      'apt-get -y purge nginx',
      'systemctl poweroff',
      'systemctl --force reboot',
      'iptables -F',
      'truncate -s 0 f',
    );
  });

  it('is privileged where it leaves the limits of the account', () => {
    all(
      'privileged',
      'sudo id',
      '/usr/bin/sudo -n id',
      'su - root',
      'doas id',
      'pkexec id',
      'chroot / id',
      'nsenter -t 1 -m',
      'docker run x',
    );
    all('privileged', 'unshare -r', 'systemd-run id', 'mount /dev/sda /mnt', 'SUDO id', 'usermod -aG sudo me');
  });

  it('is shell where it runs something else', () => {
    all(
      'shell',
      'sh -c id',
      'bash -lc id',
      '/bin/dash x',
      'busybox sh',
      'python3.11 -c x',
      'perl5.36 -e x',
      'node -e x',
      'env sudo id',
      'env FOO=1 id',
    );
    all(
      'shell',
      'xargs rm',
      'find . -exec id ;',
      'find . -execdir id ;',
      'find . -ok id ;',
      'awk BEGIN{system("id")}',
      'nohup id',
      'timeout 5 rm -rf /',
    );
    all(
      'shell',
      'vim.tiny x',
      'less x',
      'ssh other id',
      'tar --to-command=id',
      'git -c alias.x=!id x',
      'nice id',
      '/lib64/ld-linux-x86-64.so.2 /bin/id',
    );
    all(
      'shell',
      'eval id',
      'exec id',
      '. file',
      'source file',
      'flock x id',
      'watch id',
      'strace id',
      'make',
      'psql -c \\!id',
      'npm run x',
    );
  });

  it.each([
    ['elsewhere', './find /', '/tmp/find /', 'find.sh', 'find2 /', 'FIND /', '/usr//bin/ls', '/usr/bin/../../tmp/ls', '//tmp/ls'],
    ['behind a value that is none', 'journalctl -n --vacuum-size=1', 'journalctl --lines --rotate', 'journalctl -u -f'],
    [
      'behind the value of an option',
      'systemctl -p show restart nginx',
      'systemctl -o status stop nginx',
      'systemctl -pshow stop x',
    ],
    ['that shows the environment', 'ps auxe', 'ps e', 'ps -o pid,environ', 'ps -opid,environ', 'systemctl show nginx'],
    [
      'that shows it of a unit',
      'systemctl show -p Environment nginx',
      'systemctl show -p Id -pEnvironmentFiles x',
      'systemctl cat x',
    ],
    ['in whatever is below a folder', 'grep -r . /srv', 'grep -inR x .', 'egrep -drecurse x .', 'fgrep --recursive x .'],
    ['in files of secrets', 'cat /etc/ssh/ssh_host_rsa_key', 'cat prod.env', 'cat /root/.bash_history', 'cat /etc/sudoers'],
    [
      'in devices and open files',
      'cat ../dev/sda',
      'od --skip-bytes=1 //dev/sda',
      'cat /proc/7/fd/3',
      'head /etc/kubernetes/admin.conf',
    ],
    ['that a program has nothing for', 'lspci -M', 'ping -c 1 -f x', 'dmesg -n 1', 'date --rfc-3339 -s'],
  ])('is no inspect %s', (_why, ...lines) => all('change', ...lines));

  it('is judged with the folder that it runs in', () => {
    const inFolder = (cwd: string) => classifyCommand({ argv: ['cat', 'site'], cwd });
    expect(['/srv/app', '/home/x/.ssh', '/etc/ssl/private', '/run/secrets', '/dev', '/proc/1/fd/'].map(inFolder)).toEqual([
      'inspect',
      ...Array.from({ length: 5 }, () => 'change'),
    ]);
  });

  it.each([
    'busybox rm x',
    'nice rm x',
    'git -c core.pager=x log',
    'sed -n 1eid /etc/hosts',
    'sort --comp=x f',
    'ip netns exec x id',
    'ip net e x id',
    'ip -b file',
    'apt-get update -o APT::Update::Pre-Invoke::=id',
    'apt-get -qo X=y update',
    'rpm --eval %(id)',
    'wget --use-askpass=x https://example.com',
    'dpkg --pre-invoke=id -l',
    'kubectl exec x',
    'dbus-run-session id',
    'numactl id',
    'systemd-cat id',
    'm4 x',
    'pip3 install x',
    'original-awk x',
    'crontab x',
    'redis-cli',
    'ssh-keygen -D x',
  ])('sees that "%s" runs something else', (line) => all('shell', line));

  it('sees other ways to become somebody else, and to remove', () => {
    all('privileged', 'run0 id', 'busctl call x', 'dbus-send x', 'setuidgid root id', 'snap run x');
    all('destructive', 'apt-get install nginx-', 'apt-get install --purge x', 'rpm -e x', 'dnf swap a b', 'loginctl kill-user x');
  });

  it('takes a separator inside of an argument for a part of that argument', () => {
    expect(classifyCommand({ argv: ['cat', 'x; rm -rf /'] })).toBe('inspect');
    expect(classifyCommand({ argv: ['ls', '-la', '$(sudo id)'] })).toBe('inspect');
    expect(classifyCommand({ argv: ['cat x; rm -rf /'] })).toBe('change');
    expect(classifyCommand({ argv: ["s'u'do", 'id'] })).toBe('change');
  });

  it('never takes a program for one that reads because of what stands behind a separator or before it', () => {
    const separators = fc.constantFrom(';', '\n', '&&', '|', '`', '$(', ' ', '\t', '&', '"', "'", '\\', '{', '<(', '\0');
    fc.assert(
      fc.property(
        fc.constantFrom('cat', 'ls', 'uptime'),
        separators,
        fc.constantFrom('sudo id', 'rm -rf /', ''),
        (name, separator, rest) => {
          const joined = `${name}${separator}${rest}`;
          fc.pre(joined !== name);
          expect(classifyCommand({ argv: [joined] })).not.toBe('inspect');
        },
      ),
    );
  });

  it('has an answer for every list of words', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 4 }), (words) => {
        expect(['inspect', 'change', 'destructive', 'privileged', 'shell']).toContain(classifyCommand({ argv: words }));
      }),
    );
  });
});
