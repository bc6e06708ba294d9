"""The deterministic receptionist: understands, answers and takes messages without a language model."""
