"""Visitors of Streamlit pages without a browser: they say over the WebSocket what Streamlit's frontend says."""

import asyncio
from time import perf_counter

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

PATIENCE = 60  # seconds for a run


class Session:
    """`async with Session(port, "team", "team=team") as session`. page: as in its address, "" for the first."""

    def __init__(self, port: int, page: str, query: str) -> None:
        self.port, self.page, self.query = port, page, query
        self.fragment = ""  # the one that runs by itself, if any
        self._script = ""
        self._known: set[str] = set()

    async def __aenter__(self) -> "Session":
        host = f"127.0.0.1:{self.port}"
        options = {"origin": f"http://{host}", "subprotocols": ["streamlit"], "max_size": None}
        self._socket = await connect(f"ws://{host}/_stcore/stream", **options)
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._socket.close()

    async def run(self) -> float:
        """Runs the whole page; seconds until it has been sent."""
        return await self._run("")

    async def tick(self) -> float:
        """Runs the fragment that runs by itself, else the whole page; seconds until it has been sent."""
        return await self._run(self.fragment)

    async def _run(self, fragment: str) -> float:
        start = perf_counter()
        async with asyncio.timeout(PATIENCE):
            await self._socket.send(self._said(fragment))
            while not self._is_last(ForwardMsg.FromString(await self._socket.recv())):
                pass
        return perf_counter() - start

    def _said(self, fragment: str) -> bytes:
        said = BackMsg()
        state = said.rerun_script
        state.query_string, state.page_name, state.page_script_hash = self.query, self.page, self._script
        state.fragment_id, state.is_auto_rerun = fragment, bool(fragment)
        state.cached_message_hashes.extend(self._known)
        state.context_info.url = f"http://127.0.0.1:{self.port}/{self.page}"
        state.context_info.locale, state.context_info.timezone = "en-GB", "Europe/London"
        return said.SerializeToString()

    def _is_last(self, message: ForwardMsg) -> bool:
        """Whether the run is over; keeps in mind what the frontend does."""
        if message.metadata.cacheable:
            self._known.add(message.hash)
        match message.WhichOneof("type"):
            case "navigation":
                self._script = message.navigation.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "auto_rerun":
                self.fragment = message.auto_rerun.fragment_id
            case "script_finished":
                return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False
