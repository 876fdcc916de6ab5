#!/bin/sh
# Installs everything this repository needs into its own folder: .venv, node_modules and .local/tools. Needs only
# Python >= 3.11 and Node >= 20. After the first time it only compares stamps.
set -eu
cd "$(dirname "$0")/.."
uv_version=0.13.9
tools=.local/tools
stamps=$tools/stamps

say() { printf '%s\n' "$*" >&2; }
stop() {
    say "Docloft cannot start: $*"
    exit 1
}

# A stamp is the checksum of the files an installation was made from.
checksum() { cat "$@" | cksum | tr -d ' '; }
is_current() { [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }

python=
for name in python3 python3.13 python3.12 python3.11 python3.14 python; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; then
        python=$(command -v "$name")
        break
    fi
done
[ -n "$python" ] || stop "Python 3.11 to 3.14 is needed and none was found. Install one from https://www.python.org/downloads/."
command -v node >/dev/null 2>&1 || stop "Node 20 or newer is needed and none was found. Install it from https://nodejs.org/."
node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' ||
    stop "Node 20 or newer is needed, this is $(node --version). Install it from https://nodejs.org/."
command -v npm >/dev/null 2>&1 || stop "npm is needed and was not found. It comes with Node: https://nodejs.org/."

mkdir -p "$stamps" "$tools/bin"

if [ ! -x "$tools/bin/uv" ] || ! is_current uv "$uv_version"; then
    if command -v uv >/dev/null 2>&1 && uv --version 2>/dev/null | grep -q "^uv $uv_version "; then
        printf '#!/bin/sh\nexec "%s" "$@"\n' "$(command -v uv)" >"$tools/bin/uv"
        chmod +x "$tools/bin/uv"
    else
        say "Installing uv $uv_version ..."
        "$python" -m venv --clear "$tools/uv" >/dev/null 2>&1 ||
            stop "$python cannot make virtual environments. On Debian or Ubuntu run: sudo apt-get install python3-venv"
        "$tools/uv/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$uv_version" ||
            stop "uv could not be installed from the Python package index. Is this machine online?"
        ln -sf "../uv/bin/uv" "$tools/bin/uv"
    fi
    printf %s "$uv_version" >"$stamps/uv"
fi
uv=$PWD/$tools/bin/uv
export UV_PYTHON_DOWNLOADS=never

wanted=$(checksum uv.lock pyproject.toml packages/shared/pyproject.toml)
if [ ! -x .venv/bin/python ] || ! is_current python "$wanted"; then
    say "Installing the Python packages ..."
    "$uv" sync --quiet --frozen --python "$python" || stop "the Python packages could not be installed (see above)."
    printf %s "$wanted" >"$stamps/python"
fi

wanted=$(checksum package-lock.json)
if [ ! -d node_modules ] || ! is_current node "$wanted"; then
    say "Installing the Node packages ..."
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || stop "the Node packages could not be installed (see above)."
    printf %s "$wanted" >"$stamps/node"
fi

wanted=$(checksum package-lock.json packaging/languages.cjs)
if [ ! -d services/worker/docloft_worker/recognition/traineddata ] || ! is_current languages "$wanted"; then
    node packaging/languages.cjs || stop "the models for recognising text could not be unpacked (see above)."
    printf %s "$wanted" >"$stamps/languages"
fi

# The emulator and the functions it runs have separate environments: neither may import the other's packages.
# Names given as arguments (checkov, debugger) are installed the same way.
for name in emulator runtime "$@"; do
    wanted=$(checksum "local/$name.txt")
    if [ ! -x "$tools/$name/bin/python" ] || ! is_current "$name" "$wanted"; then
        say "Installing the local $name ..."
        "$uv" venv --quiet --clear --python "$python" "$tools/$name" &&
            "$uv" pip install --quiet --python "$tools/$name/bin/python" --requirements "local/$name.txt" ||
            stop "the local $name could not be installed (see above)."
        printf %s "$wanted" >"$stamps/$name"
    fi
done
