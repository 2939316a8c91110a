using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace DeepFix.Server.Security;

/// <summary>The cookie of whoever signed in on the web page: which API key it was, encrypted so that every replica can read it and nobody else. A key that the operator takes away stops at once.</summary>
internal sealed class SignInCookie(ApiKeys keys, IDataProtectionProvider protection, TimeProvider time)
{
    public const string Name = "deepfix.key";

    private static readonly TimeSpan Life = TimeSpan.FromHours(12);

    private readonly IDataProtector _protector = protection.CreateProtector("DeepFix.Server.SignIn.v1");

    /// <summary>Who signed in; null where nobody did, or too long ago.</summary>
    public Caller? CallerOf(HttpContext http)
    {
        if (http.Request.Cookies[Name] is not { Length: > 0 } value) return null;
        try
        {
            byte[] content = _protector.Unprotect(Convert.FromBase64String(value));
            long until = BitConverter.ToInt64(content, 0);
            return until > time.GetUtcNow().ToUnixTimeSeconds() ? keys.FindHash(content[sizeof(long)..]) : null;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Signs in.</summary>
    /// <returns>Whether the key is one of this server's.</returns>
    public bool TrySignIn(HttpContext http, string key)
    {
        if (keys.Find(key) is null) return false;
        byte[] until = BitConverter.GetBytes(time.GetUtcNow().Add(Life).ToUnixTimeSeconds());
        string value = Convert.ToBase64String(_protector.Protect([.. until, .. SHA256.HashData(Encoding.UTF8.GetBytes(key))]));
        http.Response.Cookies.Append(Name, value, Options(http));
        return true;
    }

    /// <summary>Signs out.</summary>
    public static void SignOut(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http));

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        Path = http.Request.PathBase.HasValue ? http.Request.PathBase.Value : "/",
        IsEssential = true,
    };
}
