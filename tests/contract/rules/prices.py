"""Fixed prices of AWS by resource type: dollars a month, eu-central-1, on demand, from memory (2026-11). Only whether a
price is zero matters. The test fails for a type that is not listed; look it up at https://aws.amazon.com/pricing/.
"""

from decimal import Decimal

NOTHING = Decimal(0)
HOURS = 730

MONTHLY: dict[str, Decimal] = {
    # Billed by request, by byte, or not at all.
    "AWS::ApiGateway::ApiKey": NOTHING,
    "AWS::ApiGateway::Authorizer": NOTHING,
    "AWS::ApiGateway::Deployment": NOTHING,
    "AWS::ApiGateway::GatewayResponse": NOTHING,
    "AWS::ApiGateway::Method": NOTHING,
    "AWS::ApiGateway::Model": NOTHING,
    "AWS::ApiGateway::RequestValidator": NOTHING,
    "AWS::ApiGateway::Resource": NOTHING,
    "AWS::ApiGateway::RestApi": NOTHING,
    "AWS::ApiGateway::Stage": NOTHING,
    "AWS::ApiGateway::UsagePlan": NOTHING,
    "AWS::ApiGateway::UsagePlanKey": NOTHING,
    "AWS::CloudFront::CachePolicy": NOTHING,
    "AWS::CloudFront::Distribution": NOTHING,
    "AWS::CloudFront::Function": NOTHING,
    "AWS::CloudFront::OriginAccessControl": NOTHING,
    "AWS::CloudFront::ResponseHeadersPolicy": NOTHING,
    "AWS::SNS::Subscription": NOTHING,
    "AWS::SNS::Topic": NOTHING,
    # Billed by number, beyond the free ones. Budgets without actions are free.
    "AWS::Budgets::Budget": NOTHING,
    "AWS::CloudWatch::Alarm": NOTHING,
    "AWS::CloudWatch::Dashboard": NOTHING,
    "AWS::Cognito::UserPool": NOTHING,
    "AWS::Cognito::UserPoolClient": NOTHING,
    "AWS::Cognito::UserPoolDomain": NOTHING,
    "AWS::DynamoDB::Table": NOTHING,
    "AWS::Events::Rule": NOTHING,
    "AWS::IAM::Role": NOTHING,
    "AWS::Lambda::EventInvokeConfig": NOTHING,
    "AWS::Lambda::EventSourceMapping": NOTHING,
    "AWS::Lambda::Function": NOTHING,
    "AWS::Lambda::Permission": NOTHING,
    "AWS::Logs::LogGroup": NOTHING,
    # Its metric is billed for hours in which a line matched.
    "AWS::Logs::MetricFilter": NOTHING,
    "AWS::S3::Bucket": NOTHING,
    "AWS::S3::BucketPolicy": NOTHING,
    "AWS::SQS::Queue": NOTHING,
    "AWS::SQS::QueuePolicy": NOTHING,
    "AWS::SSM::Parameter": NOTHING,
    # Billed without use. Listed so that the test reports the price.
    "AWS::EC2::NatGateway": Decimal("0.052") * HOURS,
    "AWS::EC2::VPCEndpoint": Decimal("0.012") * HOURS,
    "AWS::KMS::Key": Decimal("1.00"),
    "AWS::SecretsManager::Secret": Decimal("0.40"),
    "AWS::WAFv2::WebACL": Decimal("5.00"),
}

FREE_ALARMS = 10
FREE_DASHBOARDS = 3
"""Dashboards of up to 50 metrics each. https://aws.amazon.com/cloudwatch/pricing/"""
IDLE_POLLS = 650_000
"""Requests of Lambda to an empty queue in a month: five long polls of 20 s in parallel."""
FREE_SQS_REQUESTS = 1_000_000
PER_MILLION_SQS_REQUESTS = Decimal("0.40")
FREE_LAMBDA_REQUESTS = 1_000_000
PER_MILLION_LAMBDA_REQUESTS = Decimal("0.20")
FREE_GIGABYTE_SECONDS = 400_000
PER_THOUSAND_GIGABYTE_SECONDS = Decimal("0.0133334")
PER_UNIT_OF_CAPACITY = Decimal("0.11")
"""A read unit for a month, which is cheaper than a write unit."""
