"""How a function becomes an endpoint: JSON in, JSON out, one error shape."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from pydantic import BaseModel, ConfigDict, ValidationError

from builder.drawing.document import sayable
from builder.drawing.problems import InvalidDocument, Problem
from webapp.errors import ApiError, cut_off, server_error, storage_away, too_large
from webapp.storable import storable
from webapp.storage import is_away

log = logging.getLogger(__name__)

Answer = BaseModel | Mapping[str, Any] | HttpResponseBase | None
Handler = Callable[..., Answer]


class Body(BaseModel):
    """A request's body, checked at the door: unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


BodyT = TypeVar("BodyT", bound=BaseModel)
MAX_SAID = 100
"""Problems told of one body."""
_NUL = b"\\u0000"  # raw, it is no JSON


def endpoint(**handlers: Handler) -> Callable[..., HttpResponseBase]:
    """A view of one path: ``endpoint(GET=list_things, POST=make_thing)``."""

    def view(request: HttpRequest, **captured: Any) -> HttpResponseBase:
        try:
            handler = handlers.get(request.method or "")
            if handler is None:
                return _wrong_method(request, list(handlers))
            return _response(handler(request, **captured))
        except ApiError as error:
            return error.response()
        except InvalidDocument as error:
            return _invalid_document(error).response()
        except RequestDataTooBig:
            return too_large(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0).response()
        except UnreadablePostError:
            return cut_off().response()
        except Exception as error:
            if is_away(error):
                log.warning("%s %s could not be done: %s", request.method, request.path, error)
                return storage_away().response()
            log.exception("%s %s", request.method, request.path)
            return server_error().response()

    return view


def read_body(request: HttpRequest, model: type[BodyT]) -> BodyT:
    """The request's JSON body as ``model``. Raises: as `read_json`."""
    return read_json(request.body, model)


def read_json(text: bytes, model: type[BodyT]) -> BodyT:
    """JSON as ``model``.

    Raises:
        ApiError: ``not_json`` or ``invalid_request``, with a problem for each field that is wrong.
    """
    try:
        if _NUL in text:
            return model.model_validate(storable(json.loads(text)))
        return model.model_validate_json(text)
    except (ValueError, RecursionError) as error:
        if not isinstance(error, ValidationError):
            raise ApiError(400, "not_json", f"The body is not JSON: {error}.", "Send JSON in UTF-8.") from error
        details = error.errors(include_url=False, include_context=False)
    if details[0]["type"] == "json_invalid":
        raise ApiError(400, "not_json", f"The body is not JSON: {details[0]['msg']}.", "Send JSON in UTF-8.")
    problems = [_problem(detail) for detail in details[:MAX_SAID]]
    hint = "docs/architecture.md lists the fields; unknown ones are refused."
    raise ApiError(400, "invalid_request", "; ".join(p.message for p in problems), hint, problems)


def press_of(request: HttpRequest) -> str | None:
    """What stands for a request however often it is sent: its ``Idempotency-Key``, and all that it asks for."""
    key = request.headers.get("Idempotency-Key")
    if not key:
        return None
    return hashlib.sha256(b"\n".join((key.encode(), request.path.encode(), request.body))).hexdigest()


def created(answer: BaseModel | Mapping[str, Any]) -> HttpResponseBase:
    """The answer to a request that made something."""
    response = _response(answer)
    response.status_code = 201
    return response


def _response(answer: Answer) -> HttpResponseBase:
    match answer:
        case None:
            return HttpResponse(status=204)
        case HttpResponseBase():
            return answer
        case BaseModel():
            return HttpResponse(answer.model_dump_json(), content_type="application/json")
        case _:
            return JsonResponse(answer)


def _wrong_method(request: HttpRequest, allowed: list[str]) -> HttpResponse:
    names = " or ".join(allowed)
    error = ApiError(405, "wrong_method", f"{request.path} does not take {request.method}.", f"Use {names}.")
    response = error.response()
    response.headers["Allow"] = ", ".join(allowed)
    return response


def _invalid_document(error: InvalidDocument) -> ApiError:
    first = error.problems[0]
    status = {"document_too_large": 413, "not_json": 400}.get(first.code, 422)
    code = first.code if len(error.problems) == 1 else "invalid_document"
    return ApiError(status, code, first.message, first.hint, error.problems)


def _problem(detail: Any) -> Problem:
    where = ".".join(str(part) for part in detail["loc"]) or "the body"
    return Problem(code="invalid_request", message=sayable(f"{where}: {detail['msg']}."))
