"""Runs unmended moto in a process of its own and prints which of the faults that we mend it has."""

import io
import json
import os
import sys
import zipfile

os.environ |= {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
}

import boto3
import requests
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.dynamodb.models import DynamoDBBackend

PASS = json.dumps({"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": "text", "End": True}}})
WAIT = json.dumps({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": True}}})
ROLE = "arn:aws:iam::123456789012:role/any"


def _machine(definition):
    states = boto3.client("stepfunctions")
    return states, states.create_state_machine(name="m", definition=definition, roleArn=ROLE)["stateMachineArn"]


def executions_without_a_name_collide():
    states, machine = _machine(PASS)
    return states.start_execution(stateMachineArn=machine)["executionArn"].endswith(":None")


def a_text_output_is_no_json():
    states, machine = _machine(PASS)
    arn = states.start_execution(stateMachineArn=machine, name="a")["executionArn"]
    while (described := states.describe_execution(executionArn=arn))["status"] == "RUNNING":
        continue
    return described["output"] == "text"


def stopping_loses_the_error():
    states, machine = _machine(WAIT)
    arn = states.start_execution(stateMachineArn=machine, name="a")["executionArn"]
    while len(states.get_execution_history(executionArn=arn)["events"]) < 2:
        continue
    states.stop_execution(executionArn=arn, error="Cancelled")
    while (described := states.describe_execution(executionArn=arn))["status"] == "RUNNING":
        continue
    return "error" not in described


def _rule(target, state="ENABLED"):
    events = boto3.client("events")
    events.put_rule(Name="r", EventPattern='{"source": ["s"]}', State=state)
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": target}])
    return events


def a_function_as_target_raises_into_the_publisher():
    events = _rule("arn:aws:lambda:eu-west-1:123456789012:function:f")
    try:
        events.put_events(Entries=[{"Source": "s", "DetailType": "d", "Detail": "{}"}])
    except NotImplementedError:
        return True
    return False


def a_disabled_rule_is_served():
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    events = _rule("arn:aws:sqs:eu-west-1:123456789012:q", "DISABLED")
    events.put_events(Entries=[{"Source": "s", "DetailType": "d", "Detail": "{}"}])
    return "Messages" in sqs.receive_message(QueueUrl=url)


def _table():
    dynamodb = boto3.client("dynamodb")
    dynamodb.create_table(
        TableName="things",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    return dynamodb


def a_cancelled_transaction_undoes_the_write_of_another():
    """The write is made while the transaction looks at its item, as another thread's can be."""
    dynamodb = _table()
    look = DynamoDBBackend.get_item

    def look_while_another_writes(backend, table, keys, *args):
        backend.put_item(table, {"pk": {"S": "acknowledged"}})
        return look(backend, table, keys, *args)

    DynamoDBBackend.get_item = look_while_another_writes
    check = {"TableName": "things", "Key": {"pk": {"S": "a"}}, "ConditionExpression": "attribute_exists(pk)"}
    try:
        dynamodb.transact_write_items(TransactItems=[{"ConditionCheck": check}])
    except ClientError:
        return dynamodb.scan(TableName="things")["Count"] == 0
    finally:
        DynamoDBBackend.get_item = look
    return False


def an_update_that_creates_is_two_records():
    _table().update_item(
        TableName="things",
        Key={"pk": {"S": "a"}},
        UpdateExpression="SET n = :n",
        ExpressionAttributeValues={":n": {"N": "1"}},
    )
    streams = boto3.client("dynamodbstreams")
    arn = streams.list_streams()["Streams"][0]["StreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    return len(streams.get_records(ShardIterator=iterator["ShardIterator"])["Records"]) == 2


def _signed_up():
    idp = boto3.client("cognito-idp")
    pool = idp.create_user_pool(PoolName="p")["UserPool"]["Id"]
    client = idp.create_user_pool_client(UserPoolId=pool, ClientName="c")["UserPoolClient"]["ClientId"]
    idp.sign_up(ClientId=client, Username="ada", Password="Correct-horse-7")
    return idp, pool, client


def any_code_confirms_a_sign_up():
    idp, pool, client = _signed_up()
    idp.confirm_sign_up(ClientId=client, Username="ada", ConfirmationCode="wrong")
    return idp.admin_get_user(UserPoolId=pool, Username="ada")["UserStatus"] == "CONFIRMED"


def any_code_resets_a_password_to_anything():
    idp, _, client = _signed_up()
    idp.confirm_forgot_password(ClientId=client, Username="ada", ConfirmationCode="wrong", Password="x")
    return True


def a_token_cannot_be_revoked():
    idp, _, client = _signed_up()
    try:
        idp.revoke_token(ClientId=client, Token="any")
    except NotImplementedError:
        return True
    return False


def an_upload_may_be_of_any_size():
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket="uploads")
    signed = s3.generate_presigned_post("uploads", "k", Conditions=[["content-length-range", 1, 2]])
    answer = requests.post(signed["url"], data=signed["fields"], files={"file": ("f", b"xxx")}, timeout=5)
    return answer.status_code == 204


def functions_need_docker():
    from moto.awslambda.models import LambdaFunction

    LambdaFunction._invoke_lambda = lambda *_, **__: ("{}", True, "reached for docker")
    role = boto3.client("iam").create_role(
        RoleName="any",
        AssumeRolePolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        ),
    )["Role"]["Arn"]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.py", "")
    client = boto3.client("lambda")
    client.create_function(
        FunctionName="f", Runtime="python3.11", Role=role, Handler="a.b", Code={"ZipFile": buffer.getvalue()}
    )
    return client.invoke(FunctionName="f").get("FunctionError") == "Handled"


FAULTS = (
    executions_without_a_name_collide,
    a_text_output_is_no_json,
    stopping_loses_the_error,
    a_function_as_target_raises_into_the_publisher,
    a_disabled_rule_is_served,
    a_cancelled_transaction_undoes_the_write_of_another,
    an_update_that_creates_is_two_records,
    any_code_confirms_a_sign_up,
    any_code_resets_a_password_to_anything,
    a_token_cannot_be_revoked,
    an_upload_may_be_of_any_size,
    functions_need_docker,
)

if __name__ == "__main__":
    shown = {}
    for fault in FAULTS:
        with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
            shown[fault.__name__] = fault()
    sys.stdout.write(json.dumps(shown))
