"""What pip and npm mean when they fail: their output in, a sentence for people out."""

from lms.installation.processes import Finished

UNREACHABLE = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "Connection refused",
    "Connection reset",
    "Network is unreachable",
    "Temporary failure in name resolution",
    "Name or service not known",
    "Could not fetch URL",
    "ECONNREFUSED",
    "ECONNRESET",
    "ENETUNREACH",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ETIMEDOUT",
    "ERR_SOCKET_TIMEOUT",
    "ENOTCACHED",
    "EPROTO",
)
TAMPERED = ("DO NOT MATCH THE HASHES", "EINTEGRITY")
DISK_FULL = ("No space left on device", "ENOSPC")
UNAVAILABLE = ("No matching distribution found", "requires a different Python", "ETARGET", "E404")

# In this order: a program that gives up for want of a network also says that it found no package.
KNOWN = (
    (
        TAMPERED,
        "a package is not the one that the lock file names (its checksum differs). It was not installed. "
        "Do not work around this: tell the maintainers that somebody changes packages.",
    ),
    (DISK_FULL, "the disk is full. Make about 2 GB of room and run `{again}` again."),
    (
        UNREACHABLE,
        "the package registry cannot be reached. Check the network (or HTTPS_PROXY) and run `{again}` again; "
        "what was done so far is kept.",
    ),
    (
        UNAVAILABLE,
        "the registry has no package that fits this machine and its Python. "
        "Use a Python from 3.11 to 3.13 on a common processor: {again} PYTHON=python3.12",
    ),
)


def failure(what: str, finished: Finished, again: str) -> str:
    """Say why packages could not be fetched and what to do; with the program's last words if only they tell.

    what: "Python packages" or the like; again: the command to repeat.
    """
    for signs, sentence in KNOWN:
        if any(sign in finished.output for sign in signs):
            return f"{what}: {sentence.format(again=again)}"
    return f"{what}: this failed:\n{finished.tail()}\nMend the cause and run `{again}` again."
