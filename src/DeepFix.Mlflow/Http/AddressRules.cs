using System.Net;
using System.Net.Sockets;

namespace DeepFix.Mlflow.Http;

/// <summary>Which IP addresses are never connected to, whatever name led there.</summary>
internal static class AddressRules
{
    // Instance metadata services outside the link-local range: Alibaba, Azure's wire server, Oracle; AWS, Google, Oracle and Scaleway over IPv6.
    private static readonly IPAddress[] s_metadata =
    [
        IPAddress.Parse("100.100.100.200"), IPAddress.Parse("168.63.129.16"), IPAddress.Parse("192.0.0.192"),
        IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("fd20:ce::254"), IPAddress.Parse("fd00:c1::a9fe:a9fe"), IPAddress.Parse("fd00:42::42"),
    ];

    /// <summary>Why an address is refused; null where it may be connected to.</summary>
    public static string? WhyRefused(IPAddress address)
    {
        var plain = Unwrap(address);
        if (Array.Exists(s_metadata, plain.Equals))
            return "an instance metadata service";

        return plain.AddressFamily == AddressFamily.InterNetwork ? WhyRefusedV4(plain.GetAddressBytes()) : WhyRefusedV6(plain);
    }

    private static string? WhyRefusedV4(byte[] b) => b switch
    {
        [0, ..] => "an unspecified address",
        [169, 254, ..] => "a link-local address",
        [>= 224 and < 240, ..] => "a multicast address",
        [255, 255, 255, 255] => "the broadcast address",
        [>= 240, ..] => "a reserved address",
        _ => null,
    };

    private static string? WhyRefusedV6(IPAddress address)
    {
        if (address.Equals(IPAddress.IPv6Any)) return "an unspecified address";
        if (address.IsIPv6LinkLocal) return "a link-local address";
        // Where these lead to is decided by somebody else's translation: no MLflow is named by them.
        if (address.IsIPv6Teredo || address.GetAddressBytes() is [0x00, 0x64, 0xff, 0x9b, 0, 1, ..]) return "an address of a tunnel or a translation";
        return address.IsIPv6Multicast ? "a multicast address" : null;
    }

    // An IPv4 address also travels inside IPv6: mapped, translated, compatible, NAT64, 6to4 and ISATAP.
    private static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();

        var b = address.GetAddressBytes();
        if (b is [0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, ..] or [_, _, _, _, _, _, _, _, 0 or 2, 0, 0x5e, 0xfe, ..]) return new IPAddress(b.AsSpan(12));
        if (b is [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..]) return new IPAddress(b.AsSpan(12));
        if (b is [0x20, 0x02, ..]) return new IPAddress(b.AsSpan(2, 4));
        return b is [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, > 0, ..] ? new IPAddress(b.AsSpan(12)) : address;
    }
}
