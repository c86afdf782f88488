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
rm -rf .*
rm -rf .[!.]*
rm -rf {*,.*}
rm -rf ./*/
rm -f *
rimraf ~
npx -y rimraf *
uv run rm -rf /
pnpm exec rm -rf /
su root -c 'rm -rf /'
watch -n 1 rm -rf /
flock .lock rm -rf /
strace -f rm -rf /
find . -type f -exec rm {} +
mv src ../other
mv .git /tmp/x
mv ~/.ssh /tmp/x
truncate -s 0 ~/.bashrc
unlink ../x
rsync -a --delete empty/ ./
rsync -a --delete empty/ ~/
kill -9 -1
git checkout HEAD .
git checkout src/
git checkout-index -a -f
git read-tree -u --reset HEAD
git rm -rf .
git worktree remove --force ../other
git submodule deinit -f --all
git branch --delete --force work
git branch -f main HEAD~3
git push --prune origin
docker rm -f $(docker ps -aq)
docker compose rm -fsv
docker-compose -f x.yml down -v
mysqladmin drop app
php artisan migrate:fresh
rails db:drop
npx prisma db push --force-reset --accept-data-loss
kubectl delete namespace shop
helm uninstall shop
terraform destroy -auto-approve
aws s3 rb s3://shop --force
aws s3 rm s3://shop --recursive
aws rds delete-db-instance --db-instance-identifier shop
gh repo delete ada/shop --yes
""".strip().splitlines()

# What agents ran, or the like of it where a report does not quote it, by the public report of it.
INCIDENTS = {
    "anthropics/claude-code#4541": "git reset --hard HEAD~1",
    "anthropics/claude-code#10077": "rm -rf / home/ada/slip/firmware",
    "anthropics/claude-code#12637": "mkdir '~'; rm -rf *",
    "anthropics/claude-code#13278": "find /Users -type d -name Temp -print; rm -rf /*",
    "anthropics/claude-code#16098": "npm run build 2>&1 | tail -5; git checkout -- .",
    "anthropics/claude-code#24196": "cp -r . /mnt/x/Right && rm -rf /mnt/x/wrong 2>/dev/null; ls",
    "anthropics/claude-code#39859": "git status --short; git reset --hard",
    "anthropics/claude-code#40697": "git fetch && git reset --hard origin/main",
    "anthropics/claude-code#49129": "mkdir sub && mv * sub; cd .. && rm -rf project",
    "anthropics/claude-code#50817": "git stash; pytest; git stash pop || git stash drop",
    "anthropics/claude-code#55024": "git checkout origin/feature -- . && git checkout HEAD -- .",
    "anthropics/claude-code#61519": "git add . 2>&1 | tail -3\nrm -rf ~ 2>/dev/null\ngit status",
    "anthropics/claude-code#62710": "git checkout src/order.cpp",
    "anthropics/claude-code#64559": "rm -f ~/notes/*draft*.md",
    "anthropics/claude-code#70363": "git reset HEAD && git checkout -- .",
    "anthropics/claude-code#74539": "docker compose up -d; cd ../../.. && rm -rf ada",
    "anthropics/claude-code#80830": "rm -rf ../garden && git clone https://e.org/garden ../garden",
    "anthropics/claude-code#84660": "git reset --hard ff0b0dd9",
    "anthropics/claude-code#93099": 'HOME="$(mktemp -d)" sh verify.sh; rm -rf "$HOME"',
    "anthropics/claude-code#95355": "git stash pop; git stash pop; git reset --hard HEAD",
    "google-gemini/gemini-cli#15580": "git reset --hard origin/main && git push",
    "google-gemini/gemini-cli#25722": "git diff | head -50; git reset --hard HEAD",
    "openai/codex#8643": "git status -sb && git restore index.md docs/roadmap.md",
    "openai/codex#9203": "git clean -fd && git status",
    "openai/codex#37998": "git clean -fX -- lib/__pycache__/worker.pyc",
}

REFUSED_SCRIPTS = r"""
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
pushd .. && rm -rf project
find . -print0 | xargs -0 rm -rf
find / -name '*.log' | sort | xargs rm -f
ls -A | xargs -I{} rm -rf {}
cat list.txt | xargs rm -rf
echo 'rm -rf ~' | sh
echo 'drop database app' | psql
psql app <<'SQL'\nselect 1;\ndrop table users;\nSQL
bash <<EOF\nrm -rf ~\nEOF
trap 'rm -rf ~' EXIT
true > ~/.bashrc
echo x > /etc/passwd
cat image > /dev/sda
""".strip().splitlines()

ALLOWED_SCRIPTS = r"""
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
rm -rf build 2>/dev/null
rm -rf build > /dev/null 2>&1
rm -rf build >> build.log
make > /tmp/make.log 2>&1
find . -type d -name __pycache__ -exec rm -rf {} +
find . -name __pycache__ | grep -v .venv | xargs rm -rf
git ls-files '*.orig' | xargs rm -f
grep -rn 'db:drop' lib | head
cat > a.ts <<'EOF'\nconst f = (x) => /abc/.test(x)\nrm -rf /\nEOF
python - <<'EOF'\nprint(1 > 0)\nEOF
git commit -m 'say what\nrm -rf / does'
docker rm -fv shop-test-db
kill %1
trap 'kill $PID' EXIT
mv src/a.py src/b.py && git rm -r old
git stash && git stash pop
rm -f *.pyc build/*
kubectl get pods
terraform plan
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
    assert refuse_destructive(("bash", "-c", script.replace("\\n", "\n")), CWD)


@pytest.mark.parametrize("script", ALLOWED_SCRIPTS)
def test_an_everyday_script_is_not_refused(script: str) -> None:
    assert refuse_destructive(("bash", "-c", script.replace("\\n", "\n")), CWD) is None


def test_an_empty_command_is_nothing_to_refuse() -> None:
    assert refuse_destructive((), CWD) is None


def test_a_script_that_cannot_be_split_is_still_read() -> None:
    assert refuse_destructive(("sh", "-c", "echo 'open; rm -rf /"), CWD)
