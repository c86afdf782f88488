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

# What agents ran, or the like of it, by the public report of it.
INCIDENTS = {
    "anthropics/claude-code#4541": "git reset --hard HEAD~1",
    "anthropics/claude-code#10077": "rm -rf / home/ada/slip/firmware",
    "anthropics/claude-code#12637": "mkdir '~'; rm -rf *",
    "anthropics/claude-code#13278": "find /Users -type d -name Temp -print; rm -rf /*",
    "anthropics/claude-code#24196": "cp -r . /mnt/x/Right && rm -rf /mnt/x/wrong 2>/dev/null; ls",
    "anthropics/claude-code#40697": "git fetch && git reset --hard origin/main",
    "anthropics/claude-code#49129": "mkdir sub && mv * sub; cd .. && rm -rf project",
    "anthropics/claude-code#61519": "git add . 2>&1 | tail -3\nrm -rf ~ 2>/dev/null\ngit status",
    "anthropics/claude-code#62710": "git checkout src/order.cpp",
    "anthropics/claude-code#70363": "git reset HEAD && git checkout -- .",
    "anthropics/claude-code#80830": "rm -rf ../garden && git clone https://e.org/garden ../garden",
    "anthropics/claude-code#84660": "git reset --hard ff0b0dd9",
}

REFUSED_SCRIPTS = """
cd .. && rm -rf project
cd ../.. && rm -r ada
cd && rm -rf app
cd sub; rm -rf *
cd $UNSET && rm -rf app
rm -rf $UNSET/*
rm -rf "$BUILD_DIR/"
rm -rf ${BUILD_DIR}/out
rm -rf $(pwd)
rm -rf `pwd`
rm -rf .git
rm -rf sub/.git/objects
find . -type f -delete
find -delete
git checkout HEAD~1 app.py
""".strip().splitlines()

ALLOWED_SCRIPTS = """
cd build && rm -rf out
cd /tmp/x && rm -rf y
cd a && cd .. && rm -rf dist
cd src && find . -name '*.pyc' -delete
find build -type f -delete
rm -rf "${OUT:?}/cache"
rm -rf ./~
rm -f .gitignore.bak
git checkout release/1.x
git checkout v1.2.3
git checkout -b mend.the.build
git checkout feature/login
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


@pytest.mark.parametrize("report", INCIDENTS)
def test_what_once_destroyed_somebody_s_work_is_refused(report: str) -> None:
    assert refuse_destructive(("bash", "-c", INCIDENTS[report]), CWD)


@pytest.mark.parametrize("script", REFUSED_SCRIPTS)
def test_where_a_script_stands_and_what_it_cannot_know_is_counted(script: str) -> None:
    assert refuse_destructive(("bash", "-c", script), CWD)


@pytest.mark.parametrize("script", ALLOWED_SCRIPTS)
def test_an_everyday_script_is_not_refused(script: str) -> None:
    assert refuse_destructive(("bash", "-c", script), CWD) is None


def test_an_empty_command_is_nothing_to_refuse() -> None:
    assert refuse_destructive((), CWD) is None


def test_a_script_that_cannot_be_split_is_still_read() -> None:
    assert refuse_destructive(("sh", "-c", "echo 'open; rm -rf /"), CWD)
