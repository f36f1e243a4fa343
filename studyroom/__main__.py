import sys

from studyroom.cli import main

sys.exit(main())
