"""Durable state: schema, migrations, repositories."""
