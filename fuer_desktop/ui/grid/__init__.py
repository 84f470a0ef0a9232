"""The form as a table: model, painting, editing, keyboard."""
