using System.Data.Common;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Server.Jobs.Store;

namespace DeepFix.Server.Errors;

/// <summary>The server is sound and the machine under it is not: the disk is full, or the job store is away. Nothing is wrong with the request, and later it will do.</summary>
internal static class Outage
{
    /// <summary>Seconds after which there may be room again.</summary>
    public const string RetryAfterSeconds = "30";

    // What .NET keeps of the system's error in HResult: ENOSPC and EDQUOT as they are, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL with the Windows facility.
    private const int NoSpace = 28, QuotaOnLinux = 122, DiskFull = unchecked((int)0x80070070), HandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Whether this failure is one.</summary>
    public static bool Is(Exception failure) => failure switch
    {
        DbException or JobStoreException => true,
        IOException io => io.HResult is NoSpace or QuotaOnLinux or DiskFull or HandleDiskFull,
        _ => false,
    };

    /// <summary>What the caller is told.</summary>
    public static DeepFixException ForCaller(string requestId) => new(
        ErrorCode.InternalServerError,
        "The server cannot keep this request now: its disk is full, or its job store does not answer.",
        "Send the request again in 30 s; if it goes on, whoever runs this server finds what to do at /health/ready.",
        new JsonObject { ["request_id"] = requestId });
}
