"""Generates the stubs, the type stubs, the descriptor image and the comments of the contract beside it.

The wheel of protovalidate ships no validate.proto, so its descriptor is taken from inside the
installed package and handed to protoc, and its stub is generated with ours.
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from google.protobuf import descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2
from grpc_tools import protoc
from protovalidate._gen.buf.validate import validate_pb

ROOT = Path(__file__).resolve().parent.parent / "protos"
VALIDATE = "buf/validate/validate.proto"


def validate_descriptors() -> bytes:
    """The FileDescriptorSet of validate.proto and of what it imports."""
    files = descriptor_pb2.FileDescriptorSet()
    for module in (descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2):
        module.DESCRIPTOR.CopyToProto(files.file.add())
    files.file.add().ParseFromString(validate_pb.desc().proto.to_binary())
    return files.SerializeToString()


def google_include() -> str:
    """The folder in which googleapis-common-protos keeps google/type and google/rpc."""
    from google.type import decimal_pb2

    return str(Path(decimal_pb2.__file__).parent.parent.parent)


def well_known_include() -> str:
    import grpc_tools

    return str(Path(grpc_tools.__file__).parent / "_proto")


def run(*arguments: str) -> None:
    if protoc.main(["protoc", *arguments]) != 0:
        sys.exit(f"protoc failed: {' '.join(arguments)}")


def generate(target: Path) -> None:
    """Writes stubs for every file of the contract, image.binpb and comments.json, below `target`."""
    target.mkdir(parents=True, exist_ok=True)
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "smartregion").rglob("*.proto"))
    google = sorted(
        str(path.relative_to(google_include()))
        for folder in ("google/type", "google/rpc")
        for path in Path(google_include(), folder).glob("*.proto")
    )
    with tempfile.TemporaryDirectory() as scratch:
        known = Path(scratch, "known.binpb")
        shared = Path(scratch, "google.binpb")
        known.write_bytes(validate_descriptors())
        run(f"-I{google_include()}", f"-I{well_known_include()}", "--include_imports", f"-o{shared}", *google)
        descriptors = f"--descriptor_set_in={known}:{shared}"
        run(descriptors, f"--python_out={target}", f"--pyi_out={target}", VALIDATE)
        run(
            descriptors,
            f"-I{ROOT}",
            f"--python_out={target}",
            f"--pyi_out={target}",
            f"--grpc_python_out={target}",
            f"--plugin=protoc-gen-mypy_grpc={Path(sys.executable).with_name('protoc-gen-mypy_grpc')}",
            f"--mypy_grpc_out={target}",
            *sources,
        )
        run(
            descriptors,
            f"-I{ROOT}",
            "--include_imports",
            "--include_source_info",
            f"-o{target / 'image.binpb'}",
            *sources,
        )
    for stub in target.rglob("*_pb2_grpc.py"):
        if not stub.with_name(stub.name.replace("_pb2_grpc.py", ".proto")).name.endswith("_service.proto"):
            stub.unlink()
            stub.with_suffix(".pyi").unlink(missing_ok=True)
    let_numbers_be_enums(target)
    image = descriptor_pb2.FileDescriptorSet.FromString((target / "image.binpb").read_bytes())
    comments = json.dumps(dict(comments_of(image)), ensure_ascii=False, indent=0)
    (target / "smartregion" / "v1" / "comments.json").write_text(comments + "\n", encoding="utf-8")


def comments_of(image: descriptor_pb2.FileDescriptorSet) -> Iterator[tuple[str, str]]:
    """What stands above each call and each field of a message, by names such as ReadingService.GetReading: the stubs
    do not carry it, and the console helps with it."""
    for file in image.file:
        if not file.package.startswith("smartregion"):
            continue
        for location in file.source_code_info.location:
            text = " ".join(location.leading_comments.split())
            match tuple(location.path):
                case (6, service, 2, method) if text:
                    yield f"{file.service[service].name}.{file.service[service].method[method].name}", text
                case (4, message, 2, field) if text:
                    yield f"{file.message_type[message].name}.{file.message_type[message].field[field].name}", text


def let_numbers_be_enums(target: Path) -> None:
    """protobuf takes a plain number where an enum is meant; protoc's type stubs do not say so."""
    for stub in target.rglob("*_pb2.pyi"):
        text = stub.read_text(encoding="utf-8")
        stub.write_text(re.sub(r"_Union\[([\w.]+), str\]", r"_Union[\1, str, int]", text), encoding="utf-8")


if __name__ == "__main__":
    generate(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
