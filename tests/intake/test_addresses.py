"""Addresses: what is reserved is refused, in every spelling and wrapping, whatever this Python takes for public."""

from __future__ import annotations

import ipaddress
import socket

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker.errors import TrackerError
from scs_tracker.intake.addresses import is_public
from scs_tracker.intake.web import fetch

#: One address and the last of each block that the registries of IANA call not globally reachable, and what wraps them.
RESERVED = [
    "0.0.0.1", "0.255.255.255", "10.0.0.0", "10.1.2.3", "10.255.255.255", "100.64.0.1", "100.100.100.200",
    "100.127.255.255", "127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.169.254", "169.254.170.2",
    "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.8", "192.0.0.170", "192.0.0.192", "192.0.0.255",
    "192.0.2.1",
    "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.88.99.2", "192.168.1.1", "192.175.48.6", "198.18.0.1",
    "198.19.255.255", "198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:192.0.0.192", "::ffff:0:7f00:1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "64:ff9b:1::101:101", "100::1", "100:0:0:1::1", "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::", "2002:101:101::",
    "3ffe::1", "3fff::1", "3fff:fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fd20:ce::254", "fe80::1",
    "febf::1", "fec0::1", "ff02::1",
]  # fmt: skip
PUBLIC = [
    "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "168.63.129.17", "172.15.255.255", "172.32.0.0",
    "192.0.1.1", "192.167.1.1", "198.17.255.255", "198.20.0.1", "203.119.0.1", "223.255.255.255",
    "2606:4700:4700::1111", "2001:4860:4860::8888", "2400:3200::1", "::ffff:1.1.1.1", "64:ff9b::101:101",
]  # fmt: skip


@pytest.mark.parametrize("text", RESERVED)
def test_what_is_reserved_is_not_public(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_what_is_handed_out_is_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@given(st.ip_addresses(v=4))
def test_a_wrapped_address_is_what_it_wraps(inner: ipaddress.IPv4Address) -> None:
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        wrapped = ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | int(inner))
        assert is_public(wrapped) == is_public(inner)


@given(st.ip_addresses())
def test_what_python_refuses_is_refused(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """Ours is never wider than Python's own list but for translated addresses, which Python does not look into."""
    if is_public(address) and address not in ipaddress.ip_network("64:ff9b::/96"):
        assert getattr(address, "ipv4_mapped", None) or address.is_global


#: Addresses of this machine and of its networks as a feed could write them, and addresses that are none.
HOSTILE = [
    "http://127.0.0.1/", "http://127.1/", "http://0177.0.0.1/", "http://0x7f.0.0.1/", "http://0x7f000001/",
    "http://2130706433/", "http://017700000001/", "http://127.0.0.1./", "http://0/", "http://0.0.0.0/",
    "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::7f00:1]/", "http://[fe80::1%25lo]/", "http://[fe80::1%lo]/",
    "http://[fec0::1]/", "http://[fd00:ec2::254]/", "http://169.254.169.254/latest/meta-data/",
    "http://192.0.0.192/opc/v2/", "http://100.100.100.200/", "http://168.63.129.16/", "http://0251.0376.0251.0376/",
    "http://2852039166/", "http://10.0.0.1:80/", "http://user:pass@10.0.0.1/", "http://1.1.1.1@127.0.0.1/",
    "http://127.0.0.1#@1.1.1.1/", "http://127.0.0.1%23@1.1.1.1/", "http://127.0.0.1\\@1.1.1.1/", "http://①②⑦.⓪.⓪.①/",
    "http://１２７.0.0.1/", "http://127。0。0。1/", "http:///127.0.0.1/", "http:127.0.0.1", "http://", "http://[::1",
    "http://[127.0.0.1]/", "http://256.256.256.256/", "http://1.1.1.1:99999/", "http://1.1.1.1:-1/", "http://a b/",
    "http://exa\x00mple/", "http://\x1b[31m/", "http://xn--/", "http://" + "a" * 70 + ".example/", "http://.example/",
    "http://" + "a." * 200 + "example/", "ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/",
    "javascript:1",    "//127.0.0.1/", "", "http://%31%32%37.0.0.1/", "http://localhost/", "http://LOCALHOST/",
    "http://sub.localhost/", "http://192.168.0.1.nip.example/", "http://[v1.x]/", "https://0177.0.0.1:443/x",
]  # fmt: skip


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_address_is_refused_in_one_sentence(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name is found but those of this machine, as in a network of its own; nothing is sent to any of them."""
    real = socket.getaddrinfo

    def look_up(host: str, *rest: object, **options: object) -> object:
        if host.rstrip(".").lower().endswith("localhost"):
            host = "127.0.0.1"
        elif not host.strip(".") or host.strip("0123456789abcdefx.:%"):
            raise socket.gaierror(-2, "Name or service not known")
        return real(host, *rest, **options)

    sent: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(httpx2.Client, "send", lambda _client, request, **_: sent.append(request))
    with pytest.raises(TrackerError) as refused:
        fetch(url, most_bytes=100)
    words = str(refused.value)
    assert sent == []
    assert "\n" not in words
    assert words.isprintable()
