using System.Security.Cryptography;

namespace DeepFix.Fetch;

/// <summary>Ids of requests: 128 random bits, so that nobody guesses another's.</summary>
public static class RequestIds
{
    /// <summary>A new id: <c>req_</c> and 32 hexadecimal digits.</summary>
    public static string New() => $"req_{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
}
