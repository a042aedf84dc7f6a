"""The second process: what it is asked is made there, in turn, and here where it cannot be."""

import os
import signal
import threading
import time

import pytest

from secondcoder.beside.helper import Helper
from secondcoder.errors import SecondcoderError
from secondcoder.protocols import alone


@pytest.fixture
def helper():
    with Helper() as one:
        yield one


def refuse(what):
    raise SecondcoderError(f"{what} cannot be read", hint="Save it again.")


def fail_oddly():
    class OddError(Exception):
        """Nothing that can be sent: it is of no module."""

    raise OddError("lost")


def test_calls_are_made_in_one_other_process(helper):
    found = [helper(os.getpid, here=False) for _ in range(3)]
    numbers = {one() for one in found}
    assert len(numbers) == 1
    assert os.getpid() not in numbers


def test_what_its_turn_has_not_come_to_is_made_here(helper):
    asked = [helper(time.sleep, 60), helper(os.getpid)]
    assert asked[1]() == os.getpid()


def test_errors_come_back_with_their_hint_and_where_they_were_raised(helper):
    with pytest.raises(SecondcoderError, match="cannot be read") as caught:
        helper(refuse, "talk.docx", here=False)()
    assert caught.value.hint == "Save it again."
    assert "in refuse" in caught.value.__notes__[0]
    with pytest.raises(RuntimeError, match="lost"):
        helper(fail_oddly, here=False)()
    assert helper(abs, -3, here=False)() == 3


def test_what_is_printed_there_is_no_answer(helper):
    helper(print, "a line", here=False)()
    assert helper(abs, -3, here=False)() == 3


def test_where_the_process_is_lost_calls_are_made_here(helper):
    number = helper(os.getpid, here=False)()
    waiting = helper(signal.pthread_sigmask, signal.SIG_BLOCK, [], here=False)
    waiting()
    os.kill(number, signal.SIGKILL)
    assert helper(os.getpid, here=False)() == os.getpid()
    assert helper(abs, -3, here=False)() == 3


def test_it_ends_with_the_block_whatever_it_does():
    with Helper() as helper:
        number = helper(os.getpid, here=False)()
        helper(time.sleep, 60, here=False)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    assert not any("ThreadPool" in one.name for one in threading.enumerate())


def test_an_interruption_from_the_keyboard_is_the_parents_alone(helper):
    number = helper(os.getpid, here=False)()
    os.kill(number, signal.SIGINT)
    assert helper(os.getpid, here=False)() == number


def test_alone_everything_is_made_here_when_it_is_asked_for():
    made = []
    waiting = alone(made.append, 1, here=False)
    assert made == []
    waiting()
    assert made == [1]
