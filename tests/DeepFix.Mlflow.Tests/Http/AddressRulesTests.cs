using System.Net;
using DeepFix.Mlflow.Http;

namespace DeepFix.Mlflow.Tests.Http;

public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("255.255.255.255")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("febf::1")]
    [InlineData("ff02::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("::ffff:0.0.0.0")]
    public void Address_that_no_mlflow_listens_on_is_refused(string address) => AddressRules.WhyRefused(IPAddress.Parse(address)).ShouldNotBeNull();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("10.1.2.3")]
    [InlineData("192.168.1.1")]
    [InlineData("172.16.0.9")]
    [InlineData("8.8.8.8")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fd12::1")]
    [InlineData("2001:db8::1")]
    public void Address_of_a_host_is_connected_to(string address) => AddressRules.WhyRefused(IPAddress.Parse(address)).ShouldBeNull();
}
