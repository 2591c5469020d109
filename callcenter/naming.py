"""Names this service and Asterisk's configuration agree on; the composition root passes them in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Naming:
    """The queues, the context where citizens' calls arrive, and how an operator's phone is called."""

    queues: tuple[str, ...] = ("hotline",)
    trunk_context: str = "from-trunk"
    trunk_prefix: str = "PJSIP/trunk-"  # of the trunk's channels
    phone_prefix: str = "PJSIP/op-"

    def interface(self, username: str) -> str:
        """The operator as the queue knows them."""
        return self.phone_prefix + username

    def username(self, interface: str) -> str | None:
        """Whose phone it is; `None` when it is no operator's."""
        if not interface.startswith(self.phone_prefix):
            return None
        return interface.removeprefix(self.phone_prefix) or None

    def username_of_channel(self, channel: str) -> str | None:
        """Whose leg it is: a channel is its interface, a dash and a number ("PJSIP/op-lan-0000002a")."""
        return self.username(channel.rpartition("-")[0])
