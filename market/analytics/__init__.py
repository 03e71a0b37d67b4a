"""Pure mathematics over closes: frames in, frozen dataclasses out."""
