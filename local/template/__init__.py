"""CloudFormation templates as data: stacks, resources, and what their intrinsic functions come to."""
