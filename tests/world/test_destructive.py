"""Commands that destroy are refused through every wrapper, and everyday ones are not."""

from __future__ import annotations

import shlex

import pytest

from backend_agent.world.destructive import refuse_destructive

CWD = "/home/ada/project"

REFUSED = """
rm -rf /
rm -rf /*
rm -rf ~
rm -rf ~/
rm -r $HOME
rm -fr "${HOME}"
rm -rf .
rm -rf ./
rm -rf ..
rm -rf *
rm -rf ../other
rm -rf /home/ada/project
rm --recursive --force /
rm /etc/passwd
rm ~/.bashrc
sudo rm -rf /
sudo -u root rm -rf /
env A=1 rm -rf /
env -u B rm -rf /
A=1 rm -rf /
nice -n 5 rm -rf /
timeout -k 3 10 rm -rf /
timeout 10 rm -rf /
nohup setsid rm -rf /
xargs -n 1 rm -rf /
sh -c 'rm -rf /'
bash -lc 'cd x && rm -rf ~'
bash -c "true; sudo sh -c 'rm -rf /'"
sh -ec 'echo a | xargs rm -rf /'
bash -c '(rm -rf /)'
bash -c 'if true; then rm -rf /; fi'
env -S 'rm -rf /'
/bin/rm -rf /
find / -delete
find .. -name x -delete
find / -exec rm -rf {} +
git reset --hard
git -C sub reset --hard HEAD~1
git checkout -- .
git checkout -f
git checkout .
git restore .
git clean -fdx
git clean -f
git push --force
git push -f origin main
git push --force-with-lease
git push origin +main
git push origin :main
git push --delete origin main
git branch -D work
git stash drop
git update-ref -d refs/heads/main
git filter-branch --all
mkfs.ext4 /dev/sda1
dd if=/dev/zero of=/dev/sda
dd if=x of=/dev/nvme0n1 bs=1M
shred -u secret
shutdown -h now
reboot
init 0
bash -c ':(){ :|:& };:'
docker system prune -af
docker volume prune
docker volume rm data
docker compose down -v
podman system prune
psql -c 'DROP DATABASE app'
psql -h db -c 'drop table users'
mysql -e 'TRUNCATE TABLE users'
psql -c 'delete from users;'
redis-cli FLUSHALL
dropdb app
chmod -R 777 /
chown -R ada /etc
""".strip().splitlines()

ALLOWED = """
rm -rf build
rm -rf ./dist node_modules
rm -f src/app/old.py
rm -rf /home/ada/project/build
rm -rf /tmp/pytest-of-ada
ls -la /
git status
git reset HEAD file.py
git checkout main
git checkout -b feature
git restore --staged file.py
git push origin feature
git stash
git clean -n
docker build -t app .
docker compose up -d
docker compose down
dd if=/dev/zero of=disk.img bs=1M count=1
dd if=a of=/dev/null
psql -c 'select 1'
psql -c 'drop index concurrently old_idx'
psql -c "delete from users where id = 1"
sh -c 'rm -rf build && make'
bash scripts/test.sh
find . -name '*.pyc' -delete
chmod -R u+w build
chmod +x run.sh
echo rm -rf /
python -c 'print("rm -rf /")'
timeout 60 pytest -q
uv run alembic upgrade head
env
xargs
""".strip().splitlines()


@pytest.mark.parametrize("command", REFUSED)
def test_a_destructive_command_is_refused_with_a_reason(command: str) -> None:
    assert refuse_destructive(tuple(shlex.split(command)), CWD)


@pytest.mark.parametrize("command", ALLOWED)
def test_an_everyday_command_is_not_refused(command: str) -> None:
    assert refuse_destructive(tuple(shlex.split(command)), CWD) is None


def test_an_empty_command_is_nothing_to_refuse() -> None:
    assert refuse_destructive((), CWD) is None


def test_a_script_that_cannot_be_split_is_still_read() -> None:
    assert refuse_destructive(("sh", "-c", "echo 'open; rm -rf /"), CWD)
