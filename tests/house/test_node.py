"""Which Node the house takes, and that its npm works by its plain name."""

import subprocess

import pytest

from server.house.node import OLDEST, find_node


@pytest.fixture
def machine(tmp_path):
    """Return a directory for the PATH, with a `node` that says a version and an `npm` beside it."""

    def with_node(version):
        for name in ("node", "npm"):
            program = tmp_path / name
            program.write_text(f"#!/bin/sh\necho {version}\n")
            program.chmod(0o755)
        return tmp_path

    return with_node


def test_the_machines_node_is_taken_when_new_enough(machine, tmp_path):
    directory = machine("v22.12.0")
    assert find_node(path=str(directory), shelf=tmp_path / "shelf").directory == directory


@pytest.mark.parametrize("version", ["v22.11.0", "v20.20.2", "v18.0.0", "nonsense"])
def test_an_older_node_is_passed_over(machine, tmp_path, version):
    found = find_node(path=str(machine(version)), shelf=tmp_path / "shelf")
    assert found.directory == tmp_path / "shelf"
    assert found.version >= OLDEST


def test_a_node_without_npm_is_passed_over(machine, tmp_path):
    directory = machine("v24.0.0")
    (directory / "npm").unlink()
    assert find_node(path=str(directory), shelf=tmp_path / "shelf").directory == tmp_path / "shelf"


@pytest.mark.parametrize("name", ["node", "npm", "npx"])
def test_the_packages_programs_run_by_their_plain_names(tmp_path, name):
    # given
    node = find_node(path=str(tmp_path), shelf=tmp_path / "shelf")
    # when
    said = subprocess.run(
        ["/bin/sh", "-c", f"{name} --version"],
        env=dict(node.environment()),
        capture_output=True,
        text=True,
        check=True,
    )
    # then
    assert said.stdout.strip().lstrip("v")[0].isdigit()


def test_the_shelf_is_made_again_when_it_points_nowhere(tmp_path):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "node").symlink_to(tmp_path / "gone")
    assert find_node(path=str(tmp_path), shelf=shelf).version >= OLDEST
