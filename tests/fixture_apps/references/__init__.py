"""An app with rows about two people at once, as a later app will have them. Its tables are made by the tests."""
