"""What stands in for AWS on this machine: Docker, SAM, moto, an emulator of the whole stack."""
