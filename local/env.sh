# For a shell: points AWS tools to the local stage, and sets the Python of `serverless invoke local`.
# Usage: . local/env.sh   (in the repository's folder, after the first `make run`)
DOCLOFT_PORT=${DOCLOFT_PORT:-4566}
if [ "$DOCLOFT_PORT" = 4566 ]; then DOCLOFT_SITE_PORT=8080; else DOCLOFT_SITE_PORT=$((DOCLOFT_PORT + 1)); fi
export DOCLOFT_PORT DOCLOFT_SITE_PORT DOCLOFT_AUTH="${DOCLOFT_AUTH:-cognito}"
export AWS_ENDPOINT_URL="http://127.0.0.1:$DOCLOFT_PORT"
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=eu-central-1 AWS_DEFAULT_REGION=eu-central-1
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true
unset AWS_PROFILE AWS_SESSION_TOKEN
for docloft_folder in . .. ../..; do
    [ -f "$docloft_folder/local/env.sh" ] && export VIRTUAL_ENV="$(cd "$docloft_folder" && pwd)/.venv"
done
