#!/usr/bin/env bash
# Checks once more, and hands what is found to code scanning. By its interface, which needs no other action.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
report=$RUNNER_TEMP/copydesk.sarif
status=0
FORMAT=sarif OUTPUT=$report bash "$here/check.sh" || status=$?
# 1 says that something was found. 2, that the run is wrong: there the check before has said so, and what is there is shown.
if [ "$status" -gt 1 ] && [ ! -s "$report" ]; then exit "$status"; fi
# A quotation mark is the one sign in the name of a branch that JSON writes otherwise.
{
    printf '{"commit_sha":"%s","ref":"%s","sarif":"' "$GITHUB_SHA" "${GITHUB_REF//\"/\\\"}"
    gzip -c "$report" | base64 | tr -d '\r\n'
    printf '"}'
} >"$report.upload"
# The token stands in no list of arguments.
printf 'header = "Authorization: Bearer %s"\n' "$TOKEN" |
    curl --config - --silent --show-error --fail-with-body --output "$report.answer" \
        --header 'Accept: application/vnd.github+json' --header 'Content-Type: application/json' \
        --data-binary "@$report.upload" "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/code-scanning/sarifs" || {
    echo '::error title=copydesk::Code scanning did not take the findings. Has the job the permission `security-events: write`?'
    cat "$report.answer"
    exit 1
}
