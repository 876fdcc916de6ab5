/**
 * The part of a template through which a service reads the site's origin: a parameter whose value CloudFormation takes
 * from the Parameter Store, where the frontend stack writes it. Empty when the stage parameter `site_origin` gives the
 * origin: the service can then be deployed without a frontend stack.
 */
"use strict";

/** @param {{ resolveVariable: (variable: string) => Promise<string> }} cli */
module.exports = async ({ resolveVariable }) => {
  if (await resolveVariable("param:site_origin, ''")) return {};
  const Default = `/docloft/${await resolveVariable("sls:stage")}/site-origin/cdn-${await resolveVariable("param:cdn")}`;
  const Description = "Where the frontend stack writes the site's origin.";
  return { Parameters: { GivenOrigin: { Type: "AWS::SSM::Parameter::Value<String>", Default, Description } } };
};
