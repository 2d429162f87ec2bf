"""The schema, made of the types in the modules beside this one."""

from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLSchema
from strawberry.extensions.runner import SchemaExtensionsRunner
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext
from strawberry.types.execution import PreExecutionError

from graphql_api.documents import Documents, Unready, prepared_by
from graphql_api.execution import Execution
from graphql_api.limits import Limits
from graphql_api.query import Query, Subscription
from graphql_api.scalars import SCALARS

LIMITS = Limits(characters=20_000, tokens=2_000, depth=12, aliases=30, values=100_000)


class Schema(strawberry.Schema):
    """Strawberry's, but what goes wrong is logged where it does, without anybody's words."""

    @property
    def graphql_core(self) -> GraphQLSchema:
        """The same as graphql-core has it."""
        return self._schema

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:  # noqa: ANN401 - strawberry's
        """Nothing more: see `Execution.handle_field_error`."""

    async def _prepare_operation_async(
        self, context: ExecutionContext, extensions_runner: SchemaExtensionsRunner
    ) -> PreExecutionError | None:
        # What an extension raises, strawberry lets end a stream or a socket without a word.
        try:
            return await super()._prepare_operation_async(context, extensions_runner)
        except Unready as unready:
            return PreExecutionError(data=None, errors=unready.errors)
        except GraphQLError as error:
            return PreExecutionError(data=None, errors=[error])


def create_schema(documents: Documents) -> Schema:
    """The schema, over a cache of documents."""
    return Schema(
        query=Query,
        subscription=Subscription,
        config=StrawberryConfig(scalar_map=SCALARS),
        execution_context_class=Execution,
        extensions=[prepared_by(documents)],
    )
