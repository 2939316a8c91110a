namespace DeepFix.Server.ServiceTests.Faults;

/// <summary>What a bad network, or a server in trouble, does to an answer.</summary>
public enum Fault
{
    None,

    /// <summary>The connection is reset before an answer.</summary>
    Reset,

    /// <summary>Half of the body, then the connection is gone.</summary>
    Cut,

    /// <summary>A byte at a time, without end.</summary>
    Drip,

    /// <summary>The right answer, late.</summary>
    Delay,

    /// <summary>500 with a page.</summary>
    ServerError,

    /// <summary>502 of a proxy.</summary>
    BadGateway,

    /// <summary>503 of a proxy.</summary>
    Unavailable,

    /// <summary>429 with Retry-After in seconds.</summary>
    TooMany,

    /// <summary>429 with Retry-After as a date.</summary>
    TooManyUntil,

    /// <summary>429 that asks to wait for an hour.</summary>
    TooManyForLong,

    /// <summary>Bytes in the middle are replaced.</summary>
    Corrupt,

    /// <summary>Of what is asked for only the first half, in a form that is whole.</summary>
    Short,
}
