"""Prints the schema, to be committed as `graphql/schema.graphql`."""

import sys

from graphql_api.documents import Documents
from graphql_api.schema import LIMITS, create_schema

sys.stdout.write(create_schema(Documents(LIMITS)).as_str() + "\n")
