"""The record of coding: who said what of which passage, when, having seen what; and what holds."""
