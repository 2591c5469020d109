"""A phone in a process of its own, as PJSIP allows one endpoint a process: `python -m ... citizen|operator JSON`."""

import gc
import json
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import pjsua2 as pj

from callcenter.citizen_phone import RTP_PORTS, CallPlan, place_call


def tell(word: str, *details: object) -> None:
    print(json.dumps([word, *details]), flush=True)


def citizen(plan: dict[str, Any]) -> None:
    """Call by plan and tell each step, then the report."""
    for name in ("say", "hear"):
        plan[name] = Path(plan[name]) if plan[name] not in (None, "None") else None
    report = place_call(CallPlan(**plan), lambda at, word, detail: tell(word, detail))
    tell("report", report.sip_status, report.ended_by)


class Call(pj.Call):  # type: ignore[misc]
    """Answered at once; speaks `say`, hears into `hear`."""

    over = False

    def onCallState(self, prm: pj.OnCallStateParam) -> None:
        self.over = self.getInfo().state == pj.PJSIP_INV_STATE_DISCONNECTED

    def onCallMediaState(self, prm: pj.OnCallMediaStateParam) -> None:
        info = self.getInfo()  # must outlive what is read from it
        if info.media[0].status != pj.PJSUA_CALL_MEDIA_ACTIVE:
            return  # on hold
        audio = self.getAudioMedia(0)
        self.mouth.startTransmit(audio)
        audio.startTransmit(self.ear)


class Account(pj.Account):  # type: ignore[misc]
    call: Call | None = None

    def onIncomingCall(self, prm: pj.OnIncomingCallParam) -> None:
        headers = dict(line.split(": ", 1) for line in prm.rdata.wholeMsg.splitlines() if ": " in line)
        call = Call(self, prm.callId)
        call.mouth, call.ear = self.mouth, self.ear
        self.call = call
        tell("ringing", headers.get("X-Call-Linkedid"), headers.get("From"))
        answer = pj.CallOpParam()
        answer.statusCode = 200
        call.answer(answer)


def operator(plan: dict[str, Any]) -> None:
    """Take one call and stay on it until it ends; SIGUSR1 puts it on hold, SIGUSR2 takes it back."""
    endpoint = pj.Endpoint()
    endpoint.libCreate()
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0
    config.logConfig.level = config.logConfig.consoleLevel = 0
    config.medConfig.clockRate = 8000  # what it hears is written as the telephone carries it
    endpoint.libInit(config)
    transport = pj.TransportConfig()
    transport.boundAddress, transport.port = plan["host"], plan["port"]
    endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
    endpoint.libStart()
    endpoint.audDevManager().setNullDev()
    take_one_call(endpoint, plan)
    gc.collect()
    endpoint.libDestroy()


def take_one_call(endpoint: pj.Endpoint, plan: dict[str, Any]) -> None:
    settings = pj.AccountConfig()
    settings.idUri = f"sip:op-lan@{plan['host']}"
    media = settings.mediaConfig.transportConfig
    media.boundAddress, media.randomizePort, media.portRange = plan["host"], True, RTP_PORTS
    account = Account()
    account.mouth, account.ear = pj.AudioMediaPlayer(), pj.AudioMediaRecorder()
    account.mouth.createPlayer(plan["say"])
    account.ear.createRecorder(plan["hear"])
    account.create(settings)
    leaving = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: leaving.set())  # an exception inside a callback of PJSIP would be lost
    wishes: list[bool] = []  # to hold, or to take back
    signal.signal(signal.SIGUSR1, lambda *_: wishes.append(True))
    signal.signal(signal.SIGUSR2, lambda *_: wishes.append(False))
    tell("ready")
    while not leaving.is_set() and (account.call is None or not account.call.over):
        endpoint.libHandleEvents(10)
        if wishes and account.call is not None:
            hold(account.call, wishes.pop(0))


def hold(call: Call, held: bool) -> None:
    asked = pj.CallOpParam(True)
    if held:
        call.setHold(asked)
    else:
        asked.opt.flag |= pj.PJSUA_CALL_UNHOLD
        call.reinvite(asked)
    tell("held" if held else "resumed")


if __name__ == "__main__":
    {"citizen": citizen, "operator": operator}[sys.argv[1]](json.loads(sys.argv[2]))
