using System.Security.Cryptography;
using System.Text;
using DeepFix.Server.Hosting;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Security;

/// <summary>The keys that callers may send. Only their hashes are known here, and how long a comparison takes tells nothing about them.</summary>
internal sealed class ApiKeys(IOptions<ServerOptions> options)
{
    private readonly (byte[] Hash, Caller Caller)[] _keys = [.. options.Value.ApiKeys.Select(k => (Convert.FromHexString(k.Sha256), new Caller(k.Name, k.IsOperator)))];

    /// <summary>Whether a key is asked for.</summary>
    public bool AreAskedFor => _keys.Length > 0;

    /// <summary>Whose key it is; null where it is nobody's.</summary>
    public Caller? Find(string key) => FindHash(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Whose key has this hash; null where it is nobody's.</summary>
    public Caller? FindHash(byte[] sent)
    {
        Caller? found = null;
        foreach ((byte[] hash, Caller caller) in _keys)
        {
            // All of them, so that the time does not tell which one it was.
            if (CryptographicOperations.FixedTimeEquals(hash, sent)) found ??= caller;
        }

        return found;
    }

    /// <summary>Whether a text is a SHA-256 in hexadecimal digits.</summary>
    public static bool IsHash(string text) => text.Length == 2 * SHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigit);
}
